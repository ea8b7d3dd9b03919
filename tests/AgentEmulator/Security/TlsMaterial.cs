using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AgentEmulator;

/// <summary>An authority and the agent's certificate, alive as long as the agent, and their PEM files.</summary>
internal sealed class TlsMaterial : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private TlsMaterial(X509Certificate2 authority, X509Certificate2 agent, string directory)
    {
        Authority = authority;
        Agent = agent;
        AuthorityFile = Path.Combine(directory, "ca.pem");
        CertificateFile = Path.Combine(directory, "agent.pem");
        KeyFile = Path.Combine(directory, "agent.key");
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Agent { get; }

    public string AuthorityFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public static TlsMaterial Create(TlsOptions options)
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Emulated agent's authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        var authority = authorityRequest.CreateSelfSigned(now.AddHours(-1), now.AddDays(2));

        using var agentKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var agentRequest = new CertificateRequest("CN=localhost", agentKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        agentRequest.CertificateExtensions.Add(names.Build());
        agentRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication, ClientAuthentication], false));
        using var signed = agentRequest.Create(authority, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var material = new TlsMaterial(authority, signed.CopyWithPrivateKey(agentKey), options.Directory);

        Directory.CreateDirectory(options.Directory);
        File.WriteAllText(material.AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(material.CertificateFile, signed.ExportCertificatePem());
        File.WriteAllText(material.KeyFile, agentKey.ExportPkcs8PrivateKeyPem());
        return material;
    }

    /// <summary>Whether a peer's certificate was made by this authority.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Authority.Dispose();
        Agent.Dispose();
    }
}
