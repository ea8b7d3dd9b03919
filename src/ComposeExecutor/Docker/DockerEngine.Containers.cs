using System.Net;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Docker;

// Containers: finding, looking at, starting, signalling and removing them.
public sealed partial class DockerEngine
{
    /// <summary>All containers that carry a label, running or not.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public async Task<IReadOnlyList<ContainerEntry>> ContainersAsync(string label, CancellationToken cancellationToken)
    {
        using var found = await AskAsync("list containers", HttpMethod.Get, $"containers/json?all=1&{WithLabel(label)}", cancellationToken);
        return
        [
            .. Listed(found)
                .Select(container => new ContainerEntry(container.Text("Id") ?? "", container.Field("Labels").Text(ContainerReader.ServiceLabel) ?? ""))
                .Where(container => container.Id.Length > 0),
        ];
    }

    /// <summary>How many containers there are by the value of one label, of those that have another one too.</summary>
    /// <param name="label">The label.</param>
    /// <param name="other">The other one, of any value.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public async Task<IReadOnlyDictionary<string, int>> LabelledAsync(string label, string other, CancellationToken cancellationToken)
    {
        using var found = await AskAsync("list containers", HttpMethod.Get, $"containers/json?all=1&{WithLabel(label)}", cancellationToken);
        return Listed(found)
            .Where(container => container.Field("Labels").Text(other) is not null)
            .Select(container => container.Field("Labels").Text(label))
            .OfType<string>()
            .GroupBy(value => value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count());
    }

    /// <summary>Looks at a container; one that is not there is <see cref="ContainerState.Gone"/>.</summary>
    /// <param name="id">Its id or name.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<ContainerSnapshot> InspectAsync(string id, CancellationToken cancellationToken) =>
        CallAsync($"inspect container {id}", async token =>
        {
            try
            {
                using var container = await _http.AskAsync(HttpMethod.Get, $"containers/{Escaped(id)}/json", token);
                return ContainerReader.Read(id, container?.RootElement ?? default);
            }
            catch (EngineRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
            {
                return ContainerReader.Gone(id);
            }
        }, cancellationToken);

    /// <summary>Creates a container.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">The body of the engine's <c>POST /containers/create</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled; the engine may create it all the same.</param>
    /// <returns>Its id; null when there is a container of that name already.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<string?> CreateContainerAsync(string name, JsonObject description, CancellationToken cancellationToken) =>
        CallAsync($"create container {name}", async token =>
        {
            try
            {
                using var created = await _http.AskAsync(HttpMethod.Post, $"containers/create?name={Escaped(name)}", token, description);
                return created?.RootElement.Text("Id");
            }
            catch (EngineRefusal refusal) when (refusal.Status == HttpStatusCode.Conflict)
            {
                return null;
            }
        }, cancellationToken);

    /// <summary>Puts files into a container, as <c>docker cp</c> does.</summary>
    /// <param name="id">The container.</param>
    /// <param name="folder">The folder in it; it must exist.</param>
    /// <param name="archive">The files.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task PutFilesAsync(string id, string folder, HttpContent archive, CancellationToken cancellationToken) =>
        CallAsync($"take files for container {id}", async token =>
        {
            using var response = await _http.OpenAsync(HttpMethod.Put, $"containers/{Escaped(id)}/archive?path={Escaped(folder)}", archive, token);
            return response.StatusCode;
        }, cancellationToken);

    /// <summary>Waits until a container has ended.</summary>
    /// <param name="id">The container.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public async Task<long> WaitAsync(string id, CancellationToken cancellationToken)
    {
        using var ended = await AskAsync($"wait for container {id}", HttpMethod.Post, $"containers/{Escaped(id)}/wait", cancellationToken);
        return (ended?.RootElement ?? default).Number("StatusCode");
    }

    /// <summary>The volume that a container has mounted at a place; null when there is none.</summary>
    /// <param name="id">The container's id or name.</param>
    /// <param name="place">The path in the container.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer, or there is no such container.</exception>
    public async Task<string?> VolumeOfAsync(string id, string place, CancellationToken cancellationToken)
    {
        using var found = await AskAsync($"inspect container {id}", HttpMethod.Get, $"containers/{Escaped(id)}/json", cancellationToken);
        return (found?.RootElement ?? default).Items("Mounts").FirstOrDefault(mount => mount.Text("Destination") == place).Text("Name");
    }

    /// <summary>Starts a container that has been created. One that runs already is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled; the engine may start it all the same.</param>
    /// <exception cref="EngineException">It cannot be started, with the engine's reason.</exception>
    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        // Mounts and volume plugins may take their time: this call ends when the caller no longer wants it, not by the ordinary time-out.
        try
        {
            using var answer = await _http.AskAsync(HttpMethod.Post, $"containers/{Escaped(id)}/start", cancellationToken);
        }
        catch (EngineRefusal refusal)
        {
            throw new EngineException(refusal.Message, refusal);
        }
        catch (Exception exception) when (IsConnectionFailure(exception) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>Sends a signal to a container's main process. One that has already ended is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="signal">The signal's name or number.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task SignalAsync(string id, string signal, CancellationToken cancellationToken) => DoAsync(
        $"send {signal} to container {id}",
        HttpMethod.Post,
        $"containers/{Escaped(id)}/kill?signal={Escaped(signal)}",
        refusal => refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict,
        cancellationToken);

    /// <summary>Ends a container at once, and waits until it has ended. One that has already ended is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task EndAsync(string id, CancellationToken cancellationToken) => DoAsync(
        $"stop container {id}", HttpMethod.Post, $"containers/{Escaped(id)}/stop?t=0", IsMissing, cancellationToken);

    /// <summary>Ends and removes a container with its anonymous volumes. One that is gone already is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task RemoveContainerAsync(string id, CancellationToken cancellationToken) => DoAsync(
        $"remove container {id}",
        HttpMethod.Delete,
        $"containers/{Escaped(id)}?force=1&v=1",
        refusal => IsMissing(refusal) || (refusal.Status == HttpStatusCode.Conflict && refusal.Message.Contains("already in progress", StringComparison.Ordinal)),
        cancellationToken);

    /// <summary>
    /// Attaches to what a container writes: whatever its logging driver is, and from its first byte when attached before it starts.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>The output, to be disposed by the caller.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public async Task<ContainerOutput> AttachAsync(ContainerSnapshot container, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            $"attach to container {container.Id}",
            token => _http.OpenAsync(HttpMethod.Post, $"containers/{Escaped(container.Id)}/attach?stream=1&stdout=1&stderr=1", null, token),
            cancellationToken);
        return new ContainerOutput(response, await response.Content.ReadAsStreamAsync(cancellationToken), container.HasTerminal);
    }

    private static bool IsMissing(EngineRefusal refusal) => refusal.Status == HttpStatusCode.NotFound;
}
