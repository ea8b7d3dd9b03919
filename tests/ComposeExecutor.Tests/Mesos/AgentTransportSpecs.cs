using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Tests.Mesos;

public sealed class AgentTransportSpecs : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task An_agent_is_reached_over_its_domain_socket()
    {
        await using var agent = new ScriptedAgent(Path.Combine(_directory, "agent.sock"));

        (await CallAsync(agent, agent.Environment)).RequestLine.ShouldBe("POST /slave(1)/api/v1/executor HTTP/1.1");
    }

    [Fact]
    public async Task A_domain_socket_with_a_path_too_long_to_connect_to_is_reached_from_the_working_directory()
    {
        await using var agent = new ScriptedAgent(Path.Combine(_directory, "s"));
        var deep = Directory.CreateDirectory(Path.Combine(_directory, new string('d', 107)));

        await CallAsync(agent, agent.Environment with { DomainSocket = Path.Combine(deep.FullName, "..", "s") });
    }

    [Fact]
    public async Task A_certificate_that_is_not_to_be_verified_may_be_anything()
    {
        using var certificate = SelfSigned("elsewhere");
        await using var agent = new ScriptedAgent(certificate: certificate);

        await CallAsync(agent, agent.Environment with { Tls = new AgentTls() });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_of_a_trusted_authority_for_the_agents_address_is_accepted(bool inFile)
    {
        using var certificate = SelfSigned("agent", IPAddress.Loopback);
        var authority = Pem("ca.pem", certificate.ExportCertificatePem());
        await using var agent = new ScriptedAgent(certificate: certificate);

        var tls = new AgentTls { VerifyServer = true, CaFile = inFile ? authority : null, CaDir = inFile ? null : _directory };

        await CallAsync(agent, agent.Environment with { Tls = tls });
    }

    [Fact]
    public async Task A_certificate_that_names_no_address_is_accepted_for_its_authority()
    {
        using var certificate = SelfSigned("agent.example");
        await using var agent = new ScriptedAgent(certificate: certificate);

        await CallAsync(agent, agent.Environment with { Tls = Trusting(certificate) });
    }

    [Fact]
    public async Task A_certificate_for_another_address_is_not_accepted()
    {
        using var certificate = SelfSigned("agent", IPAddress.Parse("10.9.8.7"));
        await using var agent = new ScriptedAgent(certificate: certificate);

        var e = await Should.ThrowAsync<HttpRequestException>(
            () => CallAsync(agent, agent.Environment with { Tls = Trusting(certificate) }));
        e.GetBaseException().Message.ShouldContain("NameMismatch");
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_not_accepted()
    {
        using var certificate = SelfSigned("agent", IPAddress.Loopback);
        using var other = SelfSigned("other");
        await using var agent = new ScriptedAgent(certificate: certificate);

        var e = await Should.ThrowAsync<HttpRequestException>(() => CallAsync(agent, agent.Environment with { Tls = Trusting(other) }));
        e.GetBaseException().Message.ShouldContain("UntrustedRoot");
    }

    [Fact]
    public async Task The_executors_own_certificate_is_presented()
    {
        using var certificate = SelfSigned("agent", IPAddress.Loopback);
        using var own = SelfSigned("executor");
        await using var agent = new ScriptedAgent(certificate: certificate, wantsClientCertificate: true);

        var call = await CallAsync(agent, agent.Environment with
        {
            Tls = Trusting(certificate) with
            {
                CertFile = Pem("cert.pem", own.ExportCertificatePem()),
                KeyFile = Pem("key.pem", own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            },
        });

        call.ClientCertificate.ShouldBe("CN=executor");
    }

    [Fact]
    public async Task A_tls_file_that_cannot_be_used_is_named()
    {
        using var certificate = SelfSigned("agent");
        await using var agent = new ScriptedAgent(certificate: certificate);
        var missing = new AgentTls { VerifyServer = true, CaFile = "/nowhere/ca.pem" };
        var empty = new AgentTls { CertFile = Pem("empty.pem", ""), KeyFile = Pem("empty.key", "") };

        (await Should.ThrowAsync<MesosEnvironmentException>(() => CallAsync(agent, agent.Environment with { Tls = missing })))
            .Message.ShouldContain("/nowhere/ca.pem");
        (await Should.ThrowAsync<MesosEnvironmentException>(() => CallAsync(agent, agent.Environment with { Tls = empty })))
            .Message.ShouldContain("empty.pem");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task<ScriptedCall> CallAsync(ScriptedAgent agent, AgentEnvironment environment)
    {
        using var transport = new AgentTransport(environment);
        var posting = transport.PostAsync("""{"type":"HEARTBEAT"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        var next = agent.NextAsync("HEARTBEAT");
        if (await Task.WhenAny(posting, next) == posting)
            await posting;
        var call = await next;
        await call.AcceptAsync();
        using var response = await posting;
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return call;
    }

    private AgentTls Trusting(X509Certificate2 authority) =>
        new() { VerifyServer = true, CaFile = Pem("trusted.pem", authority.ExportCertificatePem()) };

    private string Pem(string name, string pem)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, pem);
        return path;
    }

    private static X509Certificate2 SelfSigned(string name, IPAddress? address = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (address is not null)
            names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
