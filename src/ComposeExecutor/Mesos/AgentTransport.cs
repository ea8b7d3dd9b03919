using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace ComposeExecutor.Mesos;

/// <summary>
/// Posts calls to the agent, each on a connection of its own: over TCP with or without TLS, or over the agent's unix socket.
/// </summary>
internal sealed partial class AgentTransport(AgentEnvironment environment) : IDisposable
{
    // What fits into sockaddr_un beside the terminating zero.
    private const int LongestSocketPath = 107;

    private readonly Uri _api = environment.Api;
    private HttpMessageInvoker? _http;

    /// <summary>Posts a call; returns with the answer's headers.</summary>
    /// <exception cref="HttpRequestException">The agent cannot be reached.</exception>
    /// <exception cref="MesosEnvironmentException">The TLS files the environment names cannot be used.</exception>
    public Task<HttpResponseMessage> PostAsync(ReadOnlyMemory<byte> call, CancellationToken cancellationToken)
    {
        var json = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, _api)
        {
            Content = new ReadOnlyMemoryContent(call) { Headers = { ContentType = json } },
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
        };
        if (environment.AuthenticationToken is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http ??= Open();
        return _http.SendAsync(request, cancellationToken);
    }

    /// <summary>An answer that is not the hoped-for one, with the agent's own words, for the log.</summary>
    public static async Task<string> DescribeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var words = new byte[1024];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(words, words.Length, throwOnEndOfStream: false, cancellationToken);
        return $"{(int)response.StatusCode} {response.ReasonPhrase}: {Encoding.UTF8.GetString(words, 0, length).Trim()}";
    }

    /// <inheritdoc/>
    public void Dispose() => _http?.Dispose();

    private HttpMessageInvoker Open()
    {
        var handler = new SocketsHttpHandler
        {
            // Calls are rare: a connection kept for the next one would only be found dead after the agent restarted.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ConnectCallback = (_, cancellationToken) => ConnectAsync(cancellationToken),
            // Abandoning a stream means hanging up, not waiting for what else might come.
            ResponseDrainTimeout = TimeSpan.Zero,
            MaxResponseDrainSize = 0,
            // A proxy that the task's environment names is for the task.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        };
        if (_api.Scheme == Uri.UriSchemeHttps)
            handler.SslOptions = Authentication(environment.Tls!);
        return new HttpMessageInvoker(handler);
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = environment.DomainSocket is null ? TcpSocket() : UnixSocket();
        try
        {
            await socket.ConnectAsync(environment.DomainSocket is { } path ? UnixEndPoint(path) : environment.Endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The agent's heartbeats are half an hour apart, so that a host or network that is gone is noticed by the kernel's probes.
    /// </summary>
    private Socket TcpSocket()
    {
        var socket = new Socket(environment.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        return socket;
    }

    private static Socket UnixSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>A socket deep in the sandbox is out of reach by its full path, but the sandbox is the working directory.</summary>
    private static UnixDomainSocketEndPoint UnixEndPoint(string path) =>
        new(Encoding.UTF8.GetByteCount(path) <= LongestSocketPath ? path : Path.GetRelativePath(Environment.CurrentDirectory, path));
}
