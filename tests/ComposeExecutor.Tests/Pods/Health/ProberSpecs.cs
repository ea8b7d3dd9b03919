using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Health;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ComposeExecutor.Tests.Pods.Health;

/// <summary>Checks of what really listens on this machine, in its own network, by a clock that the test moves.</summary>
public sealed class ProberSpecs : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly FakeTimeProvider _time = new();
    private readonly DockerEngine _engine = new("unix:///nowhere/docker.sock", TimeSpan.FromSeconds(1));
    private readonly List<string> _requests = [];
    private Task _serving = Task.CompletedTask;

    public ProberSpecs() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    [Fact]
    public async Task A_connection_that_is_accepted_is_a_success() =>
        (await ProbeAsync(new CheckProbe.Tcp(Port, IsIPv6: false))).ShouldBe(new ProbeResult.Connected(true, "was accepted"));

    [Fact]
    public async Task A_connection_that_is_refused_is_none()
    {
        _listener.Stop();

        (await ProbeAsync(new CheckProbe.Tcp(Port, IsIPv6: false))).ShouldBe(new ProbeResult.Connected(false, "failed: Connection refused"));
    }

    [Fact]
    public async Task The_answer_to_a_request_is_the_result()
    {
        Serve(_ => "503 Service Unavailable");

        (await ProbeAsync(Http("/health?deep=1"))).ShouldBe(new ProbeResult.HttpAnswered(503, "answered 503"));
        _requests.Single().ShouldStartWith("GET /health?deep=1 HTTP/1.1");
    }

    [Fact]
    public async Task Redirections_are_followed()
    {
        Serve(request => request.StartsWith("GET /ready", StringComparison.Ordinal) ? "204 No Content" : "302 Found\r\nLocation: /ready");

        (await ProbeAsync(Http("/"))).ShouldBe(new ProbeResult.HttpAnswered(204, $"answered 204 at http://127.0.0.1:{Port}/ready"));
    }

    [Fact]
    public async Task A_redirection_that_is_asked_for_is_not_followed()
    {
        Serve(_ => "302 Found\r\nLocation: /login");

        (await ProbeAsync(Http("/") with { Statuses = [302] })).ShouldBe(new ProbeResult.HttpAnswered(302, "answered 302"));
    }

    [Fact]
    public async Task Redirections_in_a_circle_come_to_an_end()
    {
        Serve(_ => "302 Found\r\nLocation: /");

        (await ProbeAsync(Http("/"))).ShouldBe(new ProbeResult.Failed("was redirected more than 50 times"));
    }

    [Fact]
    public async Task A_request_that_nobody_listens_to_fails()
    {
        _listener.Stop();

        (await ProbeAsync(Http("/"))).ShouldBe(new ProbeResult.Failed("failed: Connection refused"));
    }

    [Fact]
    public async Task What_is_no_answer_fails()
    {
        Serve(_ => "", prefix: "hello\r\n");

        (await ProbeAsync(Http("/"))).ShouldBeOfType<ProbeResult.Failed>();
    }

    [Fact]
    public async Task A_certificate_is_not_verified()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = new CertificateRequest("CN=somebody-else", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(-1));
        using var certificate = X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), null);
        Serve(_ => "200 OK", certificate);

        (await ProbeAsync(Http("/") with { Scheme = "https" })).ShouldBe(new ProbeResult.HttpAnswered(200, "answered 200"));
    }

    [Fact]
    public async Task What_takes_longer_than_the_timeout_fails()
    {
        using var prober = Prober(Http("/"));
        var probing = prober.ProbeAsync(_deadline.Token);
        using var accepted = await _listener.AcceptTcpClientAsync(_deadline.Token);

        _time.Advance(TimeSpan.FromSeconds(2));

        (await probing).ShouldBe(new ProbeResult.Failed("took longer than 2 s"));
    }

    [Fact]
    public async Task What_is_called_off_has_no_result()
    {
        using var prober = Prober(Http("/"));
        using var calledOff = new CancellationTokenSource();
        var probing = prober.ProbeAsync(calledOff.Token);
        using var accepted = await _listener.AcceptTcpClientAsync(_deadline.Token);

        await calledOff.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => probing);
    }

    [Fact]
    public async Task An_engine_that_is_away_says_nothing_about_a_service()
    {
        using var command = new Prober(_engine, new CheckProbe.Command(["true"], []), null, "c", _time, NullLogger.Instance);
        using var http = new Prober(_engine, Http("/"), null, "c", _time, NullLogger.Instance);

        (await command.ProbeAsync(_deadline.Token)).ShouldBeOfType<ProbeResult.Unavailable>().Text.ShouldContain("does not answer");
        (await http.ProbeAsync(_deadline.Token)).ShouldBeOfType<ProbeResult.Unavailable>().Text.ShouldContain("does not answer");
    }

    [Fact]
    public async Task A_check_is_made_by_the_clock_until_it_kills()
    {
        _listener.Stop();
        var reports = new List<CheckEffect>();
        var check = new TaskHealthCheck(
            new CheckProbe.Tcp(Port, IsIPv6: false), new CheckTiming(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), null), TimeSpan.Zero, FailureLimit: 2);
        using var prober = new Prober(_engine, check.Probe, check.Timing.Timeout, null, _time, NullLogger.Instance);
        using var reported = new SemaphoreSlim(0);
        var running = new CheckRun(new HealthCourse(check), prober, Report, _time, NullLogger.Instance).FollowAsync(_deadline.Token);

        _time.Advance(TimeSpan.FromSeconds(14.9));
        reports.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await reported.WaitAsync(_deadline.Token);
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
        reports.Cast<CheckEffect.ReportHealth>().Select(report => report.Kill).ShouldBe([false, true]);

        void Report(CheckEffect effect)
        {
            reports.Add(effect);
            reported.Release();
        }
    }

    public void Dispose()
    {
        _deadline.Cancel();
        _listener.Dispose();
        _engine.Dispose();
        _deadline.Dispose();
    }

    private CheckProbe.Http Http(string path) => new("http", Port, path, IsIPv6: false, []);

    private Prober Prober(CheckProbe probe) => new(_engine, probe, TimeSpan.FromSeconds(2), null, _time, NullLogger.Instance);

    private async Task<ProbeResult> ProbeAsync(CheckProbe probe)
    {
        using var prober = Prober(probe);
        return await prober.ProbeAsync(_deadline.Token);
    }

    private void Serve(Func<string, string> answer, X509Certificate2? certificate = null, string prefix = "HTTP/1.1 ") =>
        _serving = ServeAsync(answer, certificate, prefix);

    private async Task ServeAsync(Func<string, string> answer, X509Certificate2? certificate, string prefix)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_deadline.Token);
            Stream stream = client.GetStream();
            if (certificate is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(certificate);
                stream = secured;
            }

            var buffer = new byte[4096];
            var request = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, _deadline.Token));
            _requests.Add(request);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{prefix}{answer(request)}\r\nContent-Length: 0\r\n\r\n"), _deadline.Token);
        }
    }
}
