using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Tests.Mesos;

/// <summary>An agent that does what a test tells it, byte by byte: it hands out each call as it arrives, and the test answers.</summary>
internal sealed class ScriptedAgent : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Socket _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Channel<ScriptedCall> _calls = Channel.CreateUnbounded<ScriptedCall>();

    // Holds connections whose call a test has no more use for: collected, they would be hung up.
    private readonly ConcurrentBag<Stream> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ScriptedAgent(string? socketPath = null, X509Certificate2? certificate = null, bool wantsClientCertificate = false)
    {
        EndPoint endpoint = socketPath is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(socketPath);
        _listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(endpoint);
        _listener.Listen();
        if (certificate is not null)
        {
            _tls = new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = wantsClientCertificate,
                RemoteCertificateValidationCallback = (_, client, _, _) => client is not null || !wantsClientCertificate,
            };
        }

        Environment = new AgentEnvironment
        {
            FrameworkId = "framework",
            ExecutorId = "executor",
            AgentId = "agent",
            Directory = "/sandbox",
            Sandbox = "/sandbox",
            Endpoint = _listener.LocalEndPoint as IPEndPoint ?? new IPEndPoint(IPAddress.Loopback, 1),
            DomainSocket = socketPath,
            Checkpoint = true,
        };
        _accepting = AcceptAsync();
    }

    /// <summary>What this agent would tell a checkpointed executor.</summary>
    public AgentEnvironment Environment { get; }

    /// <summary>The next call, which must be of this type.</summary>
    public async Task<ScriptedCall> NextAsync(string type)
    {
        var call = await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
        call.Type.ShouldBe(type);
        return call;
    }

    /// <summary>Accepts the next call as a subscription.</summary>
    public async Task<ScriptedCall> SubscribedAsync()
    {
        var call = await NextAsync("SUBSCRIBE");
        await call.OpenStreamAsync();
        await call.SendAsync("""
            {"type":"SUBSCRIBED","subscribed":{"executor_info":{},"framework_info":{"id":{"value":"framework"}},
             "agent_info":{"id":{"value":"agent"},"hostname":"host"}}}
            """);
        return call;
    }

    public bool HasCalls => _calls.Reader.Count > 0;

    public async ValueTask DisposeAsync()
    {
        if (_accepting.IsCompleted)
            return;
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            X509Certificate? client = null;
            if (_tls is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(_tls, _stop.Token);
                client = secure.RemoteCertificate;
                stream = secure;
            }

            _connections.Add(stream);
            var (head, body) = await ReadRequestAsync(stream);
            _calls.Writer.TryWrite(new ScriptedCall(head, body, client?.Subject, stream));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            socket.Dispose();
        }
    }

    private async Task<(string[] Head, byte[] Body)> ReadRequestAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            head.Add(one[0]);
        }

        var lines = System.Text.Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var length = lines.First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return (lines, body);
    }
}
