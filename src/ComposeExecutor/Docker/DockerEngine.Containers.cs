using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.Docker;

public sealed partial class DockerEngine
{
    private const string ServiceLabel = "com.docker.compose.service";

    /// <summary>The ids of all containers that carry a label, running or not.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<IReadOnlyList<string>> ContainersAsync(string label, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<string>>("list containers", async token =>
        {
            var found = await _client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = ByLabel(label) }, token);
            return [.. found.Select(container => container.ID)];
        }, cancellationToken);

    /// <summary>Looks at a container; one that is not there is <see cref="ContainerState.Gone"/>.</summary>
    /// <param name="id">Its id or name.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<ContainerSnapshot> InspectAsync(string id, CancellationToken cancellationToken) =>
        CallAsync($"inspect container {id}", async token =>
        {
            try
            {
                return SnapshotOf(await _client.Containers.InspectContainerAsync(id, token));
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return new ContainerSnapshot { Id = id, Name = id, Service = "", State = ContainerState.Gone };
            }
        }, cancellationToken);

    /// <summary>Starts a container that has been created.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled; the engine may start it all the same.</param>
    /// <exception cref="EngineException">It cannot be started, with the engine's reason.</exception>
    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        // Mounts and volume plugins may take their time: this call is bounded by the launch time-out, not by the ordinary one.
        try
        {
            await _client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
        }
        catch (DockerApiException exception)
        {
            throw new EngineException(EngineWords(exception), exception);
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>Sends a signal to a container's main process. One that has already ended is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="signal">The signal's name or number.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task SignalAsync(string id, string signal, CancellationToken cancellationToken) =>
        CallAsync($"send {signal} to container {id}", async token =>
        {
            try
            {
                await _client.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = signal }, token);
            }
            catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
            {
                // Already gone, or no longer running: which is what the signal was for.
            }
        }, cancellationToken);

    /// <summary>Ends a container at once, and waits until it has ended. One that has already ended is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task EndAsync(string id, CancellationToken cancellationToken) =>
        CallAsync($"stop container {id}", token => IgnoringMissing(
            _client.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = 0 }, token)), cancellationToken);

    /// <summary>Ends and removes a container with its anonymous volumes. One that is gone already is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="withVolumes">Whether its anonymous volumes go too.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task RemoveContainerAsync(string id, bool withVolumes, CancellationToken cancellationToken) =>
        CallAsync($"remove container {id}", async token =>
        {
            try
            {
                await _client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = withVolumes }, token);
            }
            catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound || IsBeingRemoved(exception))
            {
                // Gone, or somebody else is at it.
            }
        }, cancellationToken);

    private static bool IsBeingRemoved(DockerApiException exception) =>
        exception.StatusCode == HttpStatusCode.Conflict && exception.ResponseBody?.Contains("already in progress", StringComparison.Ordinal) is true;

    private static Dictionary<string, IDictionary<string, bool>> ByLabel(string label) =>
        new() { ["label"] = new Dictionary<string, bool> { [label] = true } };

    private static ContainerSnapshot SnapshotOf(ContainerInspectResponse container)
    {
        var config = container.Config ?? new ContainerConfig();
        var state = container.State ?? new State();
        var healthTest = config.Healthcheck?.Test;
        return new ContainerSnapshot
        {
            Id = container.ID,
            Name = container.Name?.TrimStart('/') ?? container.ID,
            Service = config.Labels is { } labels && labels.TryGetValue(ServiceLabel, out var service) ? service : "",
            State = state.Status switch
            {
                "created" => ContainerState.Created,
                "running" or "paused" or "restarting" => ContainerState.Running,
                "removing" => ContainerState.Gone,
                _ => ContainerState.Exited,
            },
            ExitCode = state.ExitCode,
            OutOfMemory = state.OOMKilled,
            Error = state.Error ?? "",
            Health = state.Health?.Status switch
            {
                "starting" => ContainerHealth.Starting,
                "healthy" => ContainerHealth.Healthy,
                "unhealthy" => ContainerHealth.Unhealthy,
                _ => ContainerHealth.None,
            },
            HealthOutput = state.Health?.Log?.LastOrDefault()?.Output?.Trim() ?? "",
            HasHealthCheck = healthTest is { Count: > 0 } && healthTest[0] is not ("NONE" or ""),
            HasTerminal = config.Tty is true,
            StopSignal = string.IsNullOrEmpty(config.StopSignal) ? "SIGTERM" : config.StopSignal,
            Addresses = [.. container.NetworkSettings?.Networks?.Values.Select(network => network.IPAddress).Where(address => !string.IsNullOrEmpty(address)) ?? []],
            Ports = [.. PortsOf(container.NetworkSettings?.Ports)],
        };
    }

    // The same host port is listed once for IPv4 and once for IPv6.
    private static IEnumerable<PublishedPort> PortsOf(IDictionary<string, IList<PortBinding>>? ports) =>
        (from port in ports ?? new Dictionary<string, IList<PortBinding>>()
         from binding in port.Value ?? []
         let parts = port.Key.Split('/')
         where parts.Length == 2
             && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
             && int.TryParse(binding.HostPort, NumberStyles.None, CultureInfo.InvariantCulture, out _)
         select new PublishedPort(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], int.Parse(binding.HostPort, CultureInfo.InvariantCulture)))
        .Distinct();
}
