using System.Net.Sockets;
using Docker.DotNet;

namespace ComposeExecutor.Docker;

/// <summary>
/// The Docker Engine, through its API. Every ordinary call is bounded in time; failures come as <see cref="EngineException"/>
/// with the engine's own words.
/// </summary>
public sealed partial class DockerEngine : IDisposable
{
    private readonly DockerClient _client;
    private readonly TimeSpan _timeout;

    /// <summary>Prepares to talk to an engine; nothing is sent yet.</summary>
    /// <param name="host">The engine's address, such as <c>unix:///var/run/docker.sock</c>.</param>
    /// <param name="timeout">How long an ordinary call may take.</param>
    /// <exception cref="EngineException">The address is not one.</exception>
    public DockerEngine(string host, TimeSpan timeout)
    {
        if (!Uri.TryCreate(host, UriKind.Absolute, out var address))
            throw new EngineException($"'{host}' is not the address of a Docker Engine; it looks like unix:///var/run/docker.sock or tcp://host:2375. Check docker.host and DOCKER_HOST.");
        Host = host;
        _timeout = timeout;
        _client = new DockerClientBuilder().WithEndpoint(address).WithTimeout(Timeout.InfiniteTimeSpan).Build();
    }

    /// <summary>The engine's address.</summary>
    public string Host { get; }

    /// <summary>The client itself, for what belongs to a single type of its own (the infra image).</summary>
    internal DockerClient Client => _client;

    /// <summary>What the transform has to know of the engine.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public Task<EngineInfo> InfoAsync(CancellationToken cancellationToken) =>
        CallAsync("say what it is", async token =>
        {
            var info = await _client.System.GetSystemInfoAsync(token);
            return new EngineInfo(info.ServerVersion ?? "", info.CgroupDriver ?? "", info.CgroupVersion ?? "");
        }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task CallAsync(string what, Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        await CallAsync(what, async token =>
        {
            await call(token);
            return true;
        }, cancellationToken);

    internal async Task<T> CallAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(_timeout);
        try
        {
            return await call(bounded.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException($"The Docker Engine at {Host} was asked to {what} and did not answer within {_timeout.TotalSeconds:0} s.", exception);
        }
        catch (DockerApiException exception)
        {
            throw new EngineException($"The Docker Engine refused to {what}: {EngineWords(exception)}", exception);
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            throw Unreachable(exception);
        }
    }

    private EngineException Unreachable(Exception exception) => new(
        $"The Docker Engine at {Host} does not answer ({exception.GetBaseException().Message}). Is it running, and may this process use its socket?",
        exception);

    private static bool IsConnectionFailure(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or TimeoutException or System.Text.Json.JsonException;

    // The engine answers errors with {"message": "…"}.
    private static string EngineWords(DockerApiException exception)
    {
        try
        {
            if (System.Text.Json.Nodes.JsonNode.Parse(exception.ResponseBody ?? "")?["message"]?.GetValue<string>() is { Length: > 0 } message)
                return message.Trim();
        }
        catch (Exception malformed) when (malformed is System.Text.Json.JsonException or InvalidOperationException)
        {
            // Not the engine's form (a proxy's page, perhaps): shown as it is.
        }

        return string.IsNullOrWhiteSpace(exception.ResponseBody) ? $"it answered {(int)exception.StatusCode}." : exception.ResponseBody.Trim();
    }
}
