using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ComposeExecutor.Mesos;

internal sealed partial class AgentTransport
{
    private static SslClientAuthenticationOptions Authentication(AgentTls tls) => new()
    {
        ClientCertificateContext = ClientCertificate(tls),
        CertificateChainPolicy = tls.VerifyServer ? Authorities(tls) : null,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            !tls.VerifyServer || errors == SslPolicyErrors.None || IsOnlyUnnamed(certificate, errors)
                ? true
                : throw Untrusted(certificate, chain, errors),
    };

    /// <summary>Thrown where the framework would only say that the certificate was rejected.</summary>
    private static AuthenticationException Untrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => new(
        $"the agent's certificate '{certificate?.Subject}' is not trusted: {errors}"
        + string.Concat(chain?.ChainStatus.Select(status => $", {status.Status}") ?? []));

    /// <summary>
    /// The agent announces itself by address only, and its certificate usually names its host. A certificate of a trusted authority
    /// without any address to compare with is therefore good enough; one with other addresses is not.
    /// </summary>
    private static bool IsOnlyUnnamed(X509Certificate? certificate, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.RemoteCertificateNameMismatch
        && certificate is X509Certificate2 { Extensions: var extensions }
        && !extensions.OfType<X509SubjectAlternativeNameExtension>().Any(names => names.EnumerateIPAddresses().Any());

    private static X509ChainPolicy Authorities(AgentTls tls)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (tls.CaFile is null && tls.CaDir is null)
            return policy;

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        if (tls.CaFile is { } file)
            Load("CA_FILE", file, policy.CustomTrustStore.ImportFromPemFile);
        if (tls.CaDir is { } directory)
        {
            Load("CA_DIR", directory, path =>
            {
                foreach (var authority in Directory.EnumerateFiles(path))
                    policy.CustomTrustStore.ImportFromPemFile(authority);
            });
        }

        return policy;
    }

    private static SslStreamCertificateContext? ClientCertificate(AgentTls tls)
    {
        if (tls.CertFile is not { } file)
            return null;

        SslStreamCertificateContext? context = null;
        Load("CERT_FILE and KEY_FILE", file, path =>
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(path);
            context = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(path, tls.KeyFile), chain, offline: true);
        });
        return context;
    }

    private static void Load(string variable, string path, Action<string> load)
    {
        try
        {
            load(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MesosEnvironmentException([$"LIBPROCESS_SSL_{variable}: {path} cannot be used: {e.Message}"]);
        }
    }
}
