using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AgentEmulator.Tests;

public sealed class SecuritySpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emulator-").FullName;

    [Fact]
    public async Task The_right_token_opens()
    {
        await using var emulation = await Emulation.StartAsync(new AgentOptions { RequireToken = true });

        using var stream = await emulation.Executor.SubscribeAsync();

        await stream.NextAsync("SUBSCRIBED");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    public async Task Without_a_token_or_with_a_forged_one_a_call_is_unauthorized(string? token)
    {
        await using var emulation = await Emulation.StartAsync(new AgentOptions { RequireToken = true });
        emulation.Executor.Token = token;

        (await emulation.Executor.UpdateAsync("web.1", "TASK_RUNNING")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("fid")]
    [InlineData("eid")]
    [InlineData("cid")]
    public async Task Somebody_elses_token_is_forbidden(string claim)
    {
        await using var emulation = await Emulation.StartAsync(new AgentOptions { RequireToken = true });
        var options = emulation.Agent.Options;
        emulation.Executor.Token = emulation.Agent.TokenFor(
            claim == "fid" ? "x" : options.FrameworkId,
            claim == "eid" ? "x" : options.ExecutorId,
            claim == "cid" ? "x" : options.ContainerId);

        var answer = await emulation.Executor.UpdateAsync("web.1", "TASK_RUNNING");

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Text.ShouldContain($"'{claim}' claim");
    }

    [Fact]
    public async Task TLS_is_trusted_with_the_authority_that_the_environment_names()
    {
        await using var agent = await Agent.StartAsync(new AgentOptions { Tls = new TlsOptions(_folder) });
        var environment = agent.Environment("/sandbox");
        environment["LIBPROCESS_SSL_ENABLED"].ShouldBe("true");
        using var executor = new MiniExecutor(environment, Trusting(environment));

        using var stream = await executor.SubscribeAsync();

        await stream.NextAsync("SUBSCRIBED");
    }

    [Fact]
    public async Task TLS_is_not_trusted_otherwise_and_plain_HTTP_is_not_served()
    {
        await using var agent = await Agent.StartAsync(new AgentOptions { Tls = new TlsOptions(_folder) });
        var environment = agent.Environment("/sandbox");
        using var distrusting = new MiniExecutor(environment);
        using var plain = new MiniExecutor(environment.Where(variable => variable.Key != "LIBPROCESS_SSL_ENABLED").ToDictionary());

        await Should.ThrowAsync<HttpRequestException>(distrusting.SubscribeAsync());
        await Should.ThrowAsync<HttpRequestException>(plain.SubscribeAsync());
    }

    [Fact]
    public async Task A_client_certificate_is_required_when_asked_for()
    {
        await using var agent = await Agent.StartAsync(
            new AgentOptions { Tls = new TlsOptions(_folder) { RequireClientCertificate = true } });
        var environment = agent.Environment("/sandbox");
        using var anonymous = new MiniExecutor(environment, Trusting(environment));
        var handler = Trusting(environment);
        using var certificate = X509Certificate2.CreateFromPemFile(
            environment["LIBPROCESS_SSL_CERT_FILE"], environment["LIBPROCESS_SSL_KEY_FILE"]);
        handler.SslOptions.ClientCertificates = [certificate];
        using var known = new MiniExecutor(environment, handler);

        using var stream = await known.SubscribeAsync();

        await stream.NextAsync("SUBSCRIBED");
        environment["LIBPROCESS_SSL_REQUIRE_CLIENT_CERT"].ShouldBe("true");
        await Should.ThrowAsync<HttpRequestException>(anonymous.SubscribeAsync());
    }

    [Fact]
    public async Task A_domain_socket_is_served_as_well_and_again_after_a_restart()
    {
        var path = Path.Combine(_folder, "agent.sock");
        await using var agent = await Agent.StartAsync(new AgentOptions { DomainSocket = path, Checkpoint = true });
        var environment = agent.Environment("/sandbox");
        environment["MESOS_DOMAIN_SOCKET"].ShouldBe(path);
        using var executor = new MiniExecutor(environment, Connecting(path));

        using (var first = await executor.SubscribeAsync())
            await first.NextAsync("SUBSCRIBED");
        await agent.GoDownAsync();
        await Should.ThrowAsync<HttpRequestException>(executor.SubscribeAsync());
        await agent.ComeBackAsync();

        using var second = await executor.SubscribeAsync();
        await second.NextAsync("SUBSCRIBED");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SocketsHttpHandler Trusting(IReadOnlyDictionary<string, string> environment) => new()
    {
        SslOptions = new()
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(environment["LIBPROCESS_SSL_CA_FILE"]) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    private static SocketsHttpHandler Connecting(string path) => new()
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
