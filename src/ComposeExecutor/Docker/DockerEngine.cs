using System.Net.Sockets;
using System.Text.Json;

namespace ComposeExecutor.Docker;

/// <summary>
/// The Docker Engine, through its API. Every ordinary call is bounded in time; failures come as <see cref="EngineException"/>
/// with the engine's own words.
/// </summary>
/// <remarks>
/// Only what a pod needs of the API is here, read field by field. A client with a type for every object of the API costs each
/// pod 4 MB of private memory, which is more than all the rest of an executor (docs/architecture.md).
/// </remarks>
public sealed partial class DockerEngine : IDisposable
{
    private readonly EngineHttp _http;
    private readonly TimeSpan _timeout;

    /// <summary>Prepares to talk to an engine; nothing is sent yet.</summary>
    /// <param name="host">The engine's address, such as <c>unix:///var/run/docker.sock</c>.</param>
    /// <param name="timeout">How long an ordinary call may take.</param>
    /// <exception cref="EngineException">The address is not one.</exception>
    public DockerEngine(string host, TimeSpan timeout)
    {
        Host = host;
        _timeout = timeout;
        _http = new EngineHttp(host);
    }

    /// <summary>The engine's address.</summary>
    public string Host { get; }

    /// <summary>When the engine last answered, by its own clock; null before it ever has.</summary>
    public DateTimeOffset? LastAnswer => _http.LastAnswer;

    /// <summary>What the transform has to know of the engine.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<EngineInfo> InfoAsync(CancellationToken cancellationToken)
    {
        using var info = await AskAsync("say what it is", HttpMethod.Get, "info", cancellationToken);
        var root = info?.RootElement ?? default;
        return new EngineInfo(root.Text("ServerVersion") ?? "", root.Text("CgroupDriver") ?? "", root.Text("CgroupVersion") ?? "");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private JsonElement.ArrayEnumerator Listed(JsonDocument? answer) => answer?.RootElement.ValueKind == JsonValueKind.Array
        ? answer.RootElement.EnumerateArray()
        : throw new EngineException($"What answers at {Host} is not a Docker Engine: it was asked for a list and sent something else. Check docker.host and DOCKER_HOST.");

    private static string WithLabel(string label) => $"filters={Uri.EscapeDataString($$"""{"label":[{{JsonString(label)}}]}""")}";

    private static string JsonString(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Escaped(string name) => Uri.EscapeDataString(name);

    private Task<JsonDocument?> AskAsync(string what, HttpMethod method, string path, CancellationToken cancellationToken) =>
        CallAsync(what, token => _http.AskAsync(method, path, token), cancellationToken);

    // For what may have been done already, by somebody else or by the container itself: that is no error then.
    private async Task DoAsync(string what, HttpMethod method, string path, Func<EngineRefusal, bool> isDone, CancellationToken cancellationToken) =>
        await CallAsync(what, async token =>
        {
            try
            {
                return await _http.AskAsync(method, path, token);
            }
            catch (EngineRefusal refusal) when (isDone(refusal))
            {
                return null;
            }
        }, cancellationToken);

    private async Task<T> CallAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(_timeout);
        try
        {
            return await call(bounded.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException($"The Docker Engine at {Host} was asked to {what} and did not answer within {_timeout.TotalSeconds:0.###} s.", exception)
            {
                MayHaveActed = true,
            };
        }
        catch (EngineRefusal refusal)
        {
            throw new EngineException($"The Docker Engine refused to {what}: {refusal.Message}", refusal) { Refused = (int)refusal.Status < 500 };
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            throw Unreachable(exception);
        }
    }

    private EngineException Unreachable(Exception exception) => new(
        $"The Docker Engine at {Host} does not answer ({Reason(exception.GetBaseException())}). Check that it runs and that this process may use its socket.",
        exception)
    {
        MayHaveActed = exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError },
    };

    // What the runtime makes of a socket file that is not there is "Cannot assign requested address".
    private static string Reason(Exception exception) =>
        exception is SocketException { SocketErrorCode: SocketError.AddressNotAvailable } ? "there is no such socket" : exception.Message.TrimEnd('.');

    private static bool IsConnectionFailure(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or JsonException;
}
