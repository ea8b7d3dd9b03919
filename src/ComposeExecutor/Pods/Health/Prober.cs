using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ComposeExecutor.Docker;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Health;

/// <summary>Makes one check, as often as it is asked to. It never throws: what goes wrong is a result.</summary>
internal sealed class Prober : IDisposable
{
    // What curl follows, with which Mesos' own checks ask.
    private const int LongestRedirection = 50;

    private readonly DockerEngine _engine;
    private readonly CheckProbe _probe;
    private readonly TimeSpan? _timeout;
    private readonly string? _containerId;
    private readonly TimeProvider _time;
    private readonly NetworkEntrance _network;
    private readonly HttpMessageInvoker? _http;

    /// <summary>Prepares to make a check.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="probe">What to do.</param>
    /// <param name="timeout">How long it may take; null for as long as it likes.</param>
    /// <param name="containerId">The container in which, or in whose network, it is done; null for the host's network.</param>
    /// <param name="time">The clock for the time-out.</param>
    /// <param name="log">Where to tell how the network is reached.</param>
    public Prober(DockerEngine engine, CheckProbe probe, TimeSpan? timeout, string? containerId, TimeProvider time, ILogger log)
    {
        (_engine, _probe, _timeout, _containerId, _time) = (engine, probe, timeout, containerId, time);
        _network = new NetworkEntrance(engine, containerId, log);
        _http = probe is CheckProbe.Http ? Client() : null;
    }

    /// <summary>Makes the check once.</summary>
    /// <param name="cancellationToken">Calls it off; there is no result then.</param>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_timeout ?? Timeout.InfiniteTimeSpan, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return _probe switch
            {
                CheckProbe.Command command => await RunAsync(command, both.Token),
                CheckProbe.Http http => await GetAsync(http, both.Token),
                CheckProbe.Tcp tcp => await ConnectAsync(tcp, both.Token),
                _ => throw new InvalidOperationException($"The prober does not know how to do {_probe}."),
            };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ProbeResult.Failed($"took longer than {_timeout!.Value.TotalSeconds:0.###} s");
        }
        catch (Exception exception) when (exception is EngineException or CheckException or HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            return ResultOf(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http?.Dispose();

    // HTTP wraps what goes wrong while it connects, which is also where the engine may have to be asked.
    private static ProbeResult ResultOf(Exception exception) =>
        Causes(exception).FirstOrDefault(cause => cause is EngineException or CheckException) switch
        {
            EngineException { Refused: false } engine => new ProbeResult.Unavailable($"was not possible: {engine.Message.TrimEnd('.')}"),
            { } reason => new ProbeResult.Failed($"was not possible: {reason.Message.TrimEnd('.')}"),
            null => new ProbeResult.Failed($"failed: {exception.GetBaseException().Message.TrimEnd('.')}"),
        };

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }

    private async Task<ProbeResult> RunAsync(CheckProbe.Command command, CancellationToken cancellationToken)
    {
        var result = await _engine.ExecAsync(_containerId!, new ExecCommand(command.Arguments) { Environment = command.Environment }, cancellationToken);
        return new ProbeResult.CommandEnded(
            result.ExitCode, $"ended with exit code {result.ExitCode}{(result.Output.Length > 0 ? $": {result.Output}" : "")}");
    }

    private async Task<ProbeResult> ConnectAsync(CheckProbe.Tcp tcp, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = await _network.ConnectAsync(tcp.IsIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, tcp.Port, cancellationToken);
            return new ProbeResult.Connected(true, "was accepted");
        }
        catch (SocketException exception)
        {
            return new ProbeResult.Connected(false, $"failed: {exception.Message}");
        }
    }

    private async Task<ProbeResult> GetAsync(CheckProbe.Http http, CancellationToken cancellationToken)
    {
        var address = new Uri($"{http.Scheme}://{(http.IsIPv6 ? "[::1]" : "127.0.0.1")}:{http.Port}{http.Path}");
        for (var redirections = 0; redirections <= LongestRedirection; redirections++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", "compose-executor");
            request.Headers.TryAddWithoutValidation("Accept", "*/*");
            using var response = await _http!.SendAsync(request, cancellationToken);
            var status = (int)response.StatusCode;
            if (status is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location || http.Statuses.Contains(status))
                return new ProbeResult.HttpAnswered(status, $"answered {status}{(redirections > 0 ? $" at {address}" : "")}");
            address = new Uri(address, location);
            if (address.Scheme is not ("http" or "https"))
                return new ProbeResult.Failed($"was redirected to {address}, which is not http");
        }

        return new ProbeResult.Failed($"was redirected more than {LongestRedirection} times");
    }

    private HttpMessageInvoker Client()
    {
        var handler = new SocketsHttpHandler
        {
            // Each check shows anew that a connection is accepted.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, cancellationToken) => new NetworkStream(await ReachAsync(context.DnsEndPoint, cancellationToken), ownsSocket: true),
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            // The headers tell all; what else is sent is not waited for.
            ResponseDrainTimeout = TimeSpan.Zero,
            MaxResponseDrainSize = 0,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        };
        // As Mesos' own checks do (curl -k): a certificate is made for the name that clients use, which is not 127.0.0.1.
#pragma warning disable CA5359
        handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
#pragma warning restore CA5359
        return new HttpMessageInvoker(handler);
    }

    // Another host can only be named by a redirection; its name means what it means on this host.
    private async Task<Socket> ReachAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        var address = host.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(host.Host.Trim('[', ']'), out var literal) ? literal
            : (await Dns.GetHostAddressesAsync(host.Host, cancellationToken))[0];
        return await _network.ConnectAsync(address, host.Port, cancellationToken);
    }
}
