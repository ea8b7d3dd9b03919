using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Benchmarks.Engine;

/// <summary>
/// The Docker Engine's API as far as measuring needs it. It is used directly rather than through the <c>docker</c> client, so that no other
/// process stands between the engine and the clock.
/// </summary>
internal sealed class EngineSocket : IDisposable
{
    private const string Scheme = "unix://";
    private const int MostPasses = 10;

    private readonly HttpClient _client;

    /// <summary>Prepares to talk to the engine.</summary>
    /// <param name="host">Its address, as in <c>DOCKER_HOST</c>; null or empty for the usual socket.</param>
    public EngineSocket(string? host)
    {
        var path = string.IsNullOrEmpty(host) ? "/var/run/docker.sock"
            : host.StartsWith(Scheme, StringComparison.Ordinal) ? host[Scheme.Length..]
            : throw new InvalidOperationException($"DOCKER_HOST is {host}: only an engine of this machine (unix://…) can be measured.");
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://engine"),
            Timeout = BenchContext.Deadline,
        };
    }

    /// <summary>Follows the deaths of a project's containers.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>The stream, from its beginning: the engine has answered, so that it misses none from now on.</returns>
    public async Task<DeathWatch> WatchDeathsAsync(string project, CancellationToken cancellationToken)
    {
        // Of an event between the engine's answer and its subscription `since` has it tell as well.
        var filters = new JsonObject { ["type"] = new JsonArray("container"), ["event"] = new JsonArray("die"), ["label"] = new JsonArray(OfProject(project)) };
        var since = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var response = await _client.GetAsync(
            new Uri($"/events?since={since}&filters={Escape(filters)}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return new DeathWatch(response, await response.Content.ReadAsStreamAsync(cancellationToken));
    }

    /// <summary>The id of a service's container.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task<string> ContainerAsync(string project, string service, CancellationToken cancellationToken) =>
        await ListAsync("/containers/json", "Id", [OfProject(project), $"com.docker.compose.service={service}"], cancellationToken) is [var id]
            ? id
            : throw new InvalidOperationException($"There is not one container of service {service} in project {project}.");

    /// <summary>The main process of a container, as this host numbers it.</summary>
    /// <param name="id">The container's id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task<int> ProcessAsync(string id, CancellationToken cancellationToken) =>
        JsonNode.Parse(await _client.GetStringAsync(new Uri($"/containers/{id}/json", UriKind.Relative), cancellationToken))!["State"]!["Pid"]!.GetValue<int>();

    /// <summary>Kills a container's main process.</summary>
    /// <param name="id">The container's id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task KillAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _client.PostAsync(new Uri($"/containers/{id}/kill", UriKind.Relative), null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>How many containers, networks and volumes there are of a task.</summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task<int> CountAsync(string taskId, CancellationToken cancellationToken)
    {
        string[] label = [$"taskId={taskId}"];
        return (await ListAsync("/containers/json?all=true", "Id", label, cancellationToken)).Count
            + (await ListAsync("/networks", "Id", label, cancellationToken)).Count
            + (await ListAsync("/volumes", "Name", label, cancellationToken)).Count;
    }

    /// <summary>Removes all that is left of a project.</summary>
    /// <param name="project">Its name, which is also the task's id where an executor made it.</param>
    /// <returns>How many containers, networks and volumes there were.</returns>
    public async Task<int> SweepAsync(string project)
    {
        var removed = 0;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            // Again until a look finds nothing: a creation that was called off may still have brought something about.
            var found = await RemoveAllAsync(OfProject(project)) + await RemoveAllAsync($"taskId={project}");
            if (found == 0)
                break;
            removed += found;
        }

        return removed;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<int> RemoveAllAsync(string label)
    {
        var removed = 0;
        foreach (var id in await ListAsync("/containers/json?all=true", "Id", [label], CancellationToken.None))
            removed += await RemoveAsync($"/containers/{id}?force=true&v=true");
        foreach (var id in await ListAsync("/networks", "Id", [label], CancellationToken.None))
            removed += await RemoveAsync($"/networks/{id}");
        foreach (var name in await ListAsync("/volumes", "Name", [label], CancellationToken.None))
            removed += await RemoveAsync($"/volumes/{name}?force=true");
        return removed;
    }

    private async Task<int> RemoveAsync(string path)
    {
        using var response = await _client.DeleteAsync(new Uri(path, UriKind.Relative));
        return response.IsSuccessStatusCode ? 1 : 0;
    }

    private async Task<IReadOnlyList<string>> ListAsync(string path, string key, string[] labels, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["label"] = new JsonArray([.. labels.Select(label => JsonValue.Create(label))]) };
        var text = await _client.GetStringAsync(new Uri($"{path}{(path.Contains('?') ? '&' : '?')}filters={Escape(filters)}", UriKind.Relative), cancellationToken);

        // Volumes come in an object of their own, or as null when there are none.
        var found = JsonNode.Parse(text);
        return [.. ((found as JsonObject)?["Volumes"] ?? found as JsonArray)?.AsArray().Select(entry => entry![key]!.GetValue<string>()) ?? []];
    }

    private static string OfProject(string project) => $"com.docker.compose.project={project}";

    private static string Escape(JsonObject filters) => Uri.EscapeDataString(filters.ToJsonString());
}
