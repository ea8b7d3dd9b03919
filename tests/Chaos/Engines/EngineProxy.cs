using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Chaos.Engines;

/// <summary>
/// Stands between an executor and its engine, on a socket of its own, and makes the engine look slow, broken, silent, or of another time.
/// Each connection carries one request, so that every request can be told apart.
/// </summary>
public sealed partial class EngineProxy : IAsyncDisposable
{
    private readonly string _engine;
    private readonly string _folder = Directory.CreateTempSubdirectory("proxy-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _life = new();
    private readonly ConcurrentDictionary<int, Connection> _connections = new();
    private readonly List<(string Pattern, EngineFault Fault, int Left)> _faults = [];
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();
    private readonly Task _accepting;
    private int _number;
    private volatile TaskCompletionSource? _thaw;

    /// <summary>Begins to listen.</summary>
    /// <param name="engine">The path of the engine's socket.</param>
    public EngineProxy(string engine = "/var/run/docker.sock")
    {
        _engine = engine;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "docker.sock")));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address, as in <c>DOCKER_HOST</c>.</summary>
    public string Host => $"unix://{_folder}/docker.sock";

    /// <summary>How far the engine's clock seems to be ahead of this machine's.</summary>
    public TimeSpan ClockShift { get; init; }

    /// <summary>Does something to the requests that come from now on.</summary>
    /// <param name="pattern">A regular expression for the request line, such as <c>POST .*/start</c>.</param>
    /// <param name="fault">What to do.</param>
    public void Treat(string pattern, EngineFault fault)
    {
        lock (_faults)
            _faults.Add((pattern, fault, fault.Times ?? int.MaxValue));
    }

    /// <summary>Hands all requests on again.</summary>
    public void Heal()
    {
        lock (_faults)
            _faults.Clear();
    }

    /// <summary>Breaks connections that are open.</summary>
    /// <param name="pattern">Those whose request line matches this.</param>
    public void Cut(string pattern)
    {
        foreach (var connection in _connections.Values.Where(connection => Regex.IsMatch(connection.Request, pattern)))
            connection.Dispose();
    }

    /// <summary>Lets nothing through connections that are open, and breaks none: they seem to be quiet.</summary>
    /// <param name="pattern">Those whose request line matches this.</param>
    public void Stall(string pattern)
    {
        foreach (var connection in _connections.Values.Where(connection => Regex.IsMatch(connection.Request, pattern)))
            connection.IsStalled = true;
    }

    /// <summary>Lets nothing through any more, in either direction, and breaks nothing: the engine seems to hang.</summary>
    public void Freeze() => _thaw = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through that was held back.</summary>
    public void Thaw()
    {
        var thaw = _thaw;
        _thaw = null;
        thaw?.SetResult();
    }

    /// <summary>Waits for the next request that matches; those before it count as seen.</summary>
    /// <param name="pattern">A regular expression for the request line.</param>
    /// <param name="deadline">How long to wait at most.</param>
    public async Task<string> UntilAskedAsync(string pattern, TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline);
        await foreach (var request in _requests.Reader.ReadAllAsync(patience.Token))
        {
            if (Regex.IsMatch(request, pattern))
                return request;
        }

        throw new InvalidOperationException("The proxy has ended.");
    }

    /// <summary>Forgets the requests that have come so far.</summary>
    public void Forget()
    {
        while (_requests.Reader.TryRead(out _))
        {
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        Thaw();
        _listener.Dispose();
        await _accepting;
        Cut("");
        _life.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync(_life.Token), Interlocked.Increment(ref _number));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Socket client, int number)
    {
        using var connection = new Connection(client);
        try
        {
            var downstream = new NetworkStream(client);
            var head = await ReadHeadAsync(downstream);
            if (head.Length == 0)
                return;
            connection.Request = head[..head.IndexOf('\r', StringComparison.Ordinal)];
            _connections[number] = connection;
            _requests.Writer.TryWrite(connection.Request);
            if (Fault(connection.Request) is { } fault)
            {
                await Task.Delay(fault.Delay, _life.Token);
                if (fault.Status is { } status)
                {
                    const string Words = """{"message":"The test wants it so."}""";
                    await downstream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Fault\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Words.Length}\r\n\r\n{Words}"), _life.Token);
                    return;
                }
            }

            await connection.Engine.ConnectAsync(new UnixDomainSocketEndPoint(_engine), _life.Token);
            var upstream = new NetworkStream(connection.Engine);
            await ThawedAsync();
            await upstream.WriteAsync(Encoding.Latin1.GetBytes(Shifted(OneRequestOnly(head))), _life.Token);
            var sending = SendAsync(connection, downstream, upstream);
            await PumpAsync(connection, upstream, downstream, ShiftedDate);
            connection.Dispose();
            await sending;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Either side has hung up, or the test has cut it.
        }
        finally
        {
            _connections.TryRemove(number, out _);
        }
    }

    private EngineFault? Fault(string request)
    {
        lock (_faults)
        {
            var at = _faults.FindIndex(fault => fault.Left > 0 && Regex.IsMatch(request, fault.Pattern));
            if (at < 0)
                return null;
            _faults[at] = _faults[at] with { Left = _faults[at].Left - 1 };
            return _faults[at].Fault;
        }
    }

    private Task ThawedAsync() => _thaw?.Task ?? Task.CompletedTask;

    // That the client has nothing more to send ends nothing: the answer does.
    private async Task SendAsync(Connection connection, NetworkStream from, NetworkStream to)
    {
        try
        {
            await PumpAsync(connection, from, to, change: null);
            connection.Engine.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The answer's end has closed both.
        }
    }

    private async Task PumpAsync(Connection connection, NetworkStream from, NetworkStream to, Func<string, string>? change)
    {
        var buffer = new byte[16384];
        int read;
        while ((read = await from.ReadAsync(buffer, _life.Token)) > 0)
        {
            await ThawedAsync();
            if (connection.IsStalled)
                continue;
            var bytes = change is null || ClockShift == TimeSpan.Zero
                ? buffer.AsMemory(0, read)
                : Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(buffer, 0, read)));
            await to.WriteAsync(bytes, _life.Token);
            change = null;
        }

        // The end of a quiet connection is not seen either, until the test cuts it.
        if (connection.IsStalled)
            await Task.Delay(Timeout.Infinite, _life.Token);
    }

    // An upgraded connection is one request anyhow.
    private static string OneRequestOnly(string head) => head.Contains("\r\nUpgrade:", StringComparison.OrdinalIgnoreCase)
        ? head
        : $"{ConnectionHeader().Replace(head, "\r\n")[..^2]}Connection: close\r\n\r\n";

    private string Shifted(string head) => Since().Replace(head, match =>
        $"since={long.Parse(match.Groups["since"].Value, CultureInfo.InvariantCulture) - (long)ClockShift.TotalSeconds}");

    private string ShiftedDate(string answer) => Date().Replace(
        answer, match => $"Date: {DateTimeOffset.Parse(match.Groups["date"].Value, CultureInfo.InvariantCulture) + ClockShift:R}", 1);

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 65536 && !(head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n"))
        {
            if (await stream.ReadAsync(one, _life.Token) == 0)
                return "";
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    [GeneratedRegex(@"\r\nConnection:[^\r]*\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionHeader();

    [GeneratedRegex(@"since=(?<since>\d+)")]
    private static partial Regex Since();

    [GeneratedRegex(@"Date: (?<date>[^\r]+)")]
    private static partial Regex Date();

    private sealed class Connection(Socket client) : IDisposable
    {
        public string Request { get; set; } = "";

        public bool IsStalled { get; set; }

        public Socket Engine { get; } = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        public void Dispose()
        {
            client.Dispose();
            Engine.Dispose();
        }
    }
}
