using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Docker;

/// <summary>
/// HTTP to a Docker Engine, over its unix socket or TCP. Paths carry no API version, so that the engine answers in its own:
/// the few fields that are read are the same in all versions that are in use.
/// </summary>
internal sealed class EngineHttp : IDisposable
{
    // The largest answers are lists and inspections: kilobytes. What is larger than this is not an engine's.
    private const long LargestAnswer = 32 << 20;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;

    /// <summary>Prepares to talk to an engine; nothing is sent yet.</summary>
    /// <param name="host">Its address: <c>unix:///path</c>, <c>tcp://host:port</c> or <c>http://host:port</c>.</param>
    /// <exception cref="EngineException">The address is not one.</exception>
    public EngineHttp(string host)
    {
        if (!Uri.TryCreate(host, UriKind.Absolute, out var address) || address.Scheme is not ("unix" or "tcp" or "http"))
        {
            throw new EngineException(
                $"'{host}' is not the address of a Docker Engine that can be used; it looks like unix:///var/run/docker.sock or tcp://host:2375. Check docker.host and DOCKER_HOST.");
        }

        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
        };
        if (address.Scheme == "unix")
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(address.LocalPath, cancellationToken);
        _client = new HttpClient(handler)
        {
            BaseAddress = address.Scheme == "unix" ? new Uri("http://engine/") : new Uri($"http://{address.Authority}/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>When the engine last answered, by its own clock; null before it ever has.</summary>
    public DateTimeOffset? LastAnswer { get; private set; }

    /// <summary>Asks something and reads the answer whole.</summary>
    /// <returns>The answer's JSON; null when it has no body.</returns>
    /// <exception cref="EngineRefusal">The engine answers with an error.</exception>
    public async Task<JsonDocument?> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        LastAnswer = response.Headers.Date ?? LastAnswer;
        await RequireSuccessAsync(response, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.Length == 0 ? null : JsonDocument.Parse(answer);
    }

    /// <summary>Asks something whose answer goes on as long as somebody reads it.</summary>
    /// <returns>The answer, to be disposed by the caller.</returns>
    /// <exception cref="EngineRefusal">The engine answers with an error.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        LastAnswer = response.Headers.Date ?? LastAnswer;
        try
        {
            await RequireSuccessAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The body of an image archive.</summary>
    public static StreamContent Archive(Stream archive) => new(archive) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // Starting what runs already and stopping what has stopped is answered 304.
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return;
        await response.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken);
        throw new EngineRefusal(response.StatusCode, WordsOf(await response.Content.ReadAsStringAsync(cancellationToken), response.StatusCode));
    }

    // The engine answers errors with {"message": "…"}; what stands before it (a proxy, an authorization plugin) may not.
    private static string WordsOf(string body, HttpStatusCode status)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.Text("message") is { Length: > 0 } message)
                return message.Trim();
        }
        catch (JsonException)
        {
            // Shown as it is.
        }

        return string.IsNullOrWhiteSpace(body) ? $"it answered {(int)status}." : body.Trim();
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
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
    }
}
