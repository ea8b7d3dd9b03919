namespace ComposeExecutor.Mesos;

/// <summary>
/// How to speak https with the agent: what libprocess reads from <c>LIBPROCESS_SSL_*</c> (Mesos <c>docs/ssl.md</c>).
/// </summary>
public sealed record AgentTls
{
    /// <summary>
    /// <c>CA_FILE</c>: PEM bundle of the authorities to trust. With neither this nor <see cref="CaDir"/>, those of the system.
    /// </summary>
    public string? CaFile { get; init; }

    /// <summary><c>CA_DIR</c>: directory of PEM files of the authorities to trust.</summary>
    public string? CaDir { get; init; }

    /// <summary><c>VERIFY_SERVER_CERT</c>: whether the agent's certificate is verified; libprocess does not unless told to.</summary>
    public bool VerifyServer { get; init; }

    /// <summary><c>CERT_FILE</c>: PEM certificate (and chain) to present to the agent.</summary>
    public string? CertFile { get; init; }

    /// <summary><c>KEY_FILE</c>: PEM private key of <see cref="CertFile"/>.</summary>
    public string? KeyFile { get; init; }
}
