namespace AgentEmulator;

/// <summary>That the agent speaks TLS, with certificates made on the fly.</summary>
/// <param name="Directory">Where the PEM files are written: the authority's certificate, the agent's certificate and key.</param>
public sealed record TlsOptions(string Directory)
{
    /// <summary>
    /// Whether connections without a certificate of the same authority are refused. Executors present the agent's own certificate, which
    /// they are given in <c>LIBPROCESS_SSL_CERT_FILE</c> and <c>LIBPROCESS_SSL_KEY_FILE</c>.
    /// </summary>
    public bool RequireClientCertificate { get; init; }
}
