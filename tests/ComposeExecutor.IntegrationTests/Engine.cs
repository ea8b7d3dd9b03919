using System.Diagnostics;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests;

/// <summary>The real engine, as a test looks at it.</summary>
internal sealed partial class Engine : IDisposable
{
    /// <summary>The image of <c>ensure_example_image</c> in <c>eng/engine.sh</c>: the static busybox.</summary>
    public const string Busybox = "compose-executor/busybox:local";

    private readonly DockerClient _client = new DockerClientBuilder().Build();

    public async Task<IReadOnlyList<ContainerListResponse>> ContainersAsync(string taskId) =>
        [.. await _client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Of(taskId) })];

    public async Task<ContainerInspectResponse> ContainerAsync(string taskId, string service)
    {
        var container = (await ContainersAsync(taskId)).Single(container => container.Labels["com.docker.compose.service"] == service);
        return await _client.Containers.InspectContainerAsync(container.ID);
    }

    /// <summary>Everything on the engine that belongs to a task, in words; empty when nothing does.</summary>
    public async Task<IReadOnlyList<string>> LeftOfAsync(string taskId)
    {
        var networks = await _client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = Of(taskId) });
        var volumes = await _client.Volumes.ListAsync(new VolumesListParameters { Filters = Of(taskId) });
        return
        [
            .. (await ContainersAsync(taskId)).Select(container => $"container {container.Names[0]} ({container.Status})"),
            .. networks.Select(network => $"network {network.Name}"),
            .. (volumes.Volumes ?? []).Select(volume => $"volume {volume.Name}"),
            .. (await ImagesAsync(taskId)).Select(image => $"image {string.Join(", ", image.RepoTags ?? [image.ID])}"),
        ];
    }

    /// <summary>The reapers of a lease folder, and what they have started.</summary>
    public async Task<IReadOnlyList<ContainerListResponse>> ReapersAsync(string leases) =>
        [.. await _client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"compose-executor.reaper={leases}"] = true } } })];

    public Task<ContainerInspectResponse> InspectAsync(string containerId) => _client.Containers.InspectContainerAsync(containerId);

    public static Task<string> LogAsync(string containerId) => Task.Run(() => Run("sh", "-c", $"docker logs {containerId} 2>&1"));

    /// <summary>The command lines of what runs in a service's container.</summary>
    public async Task<IReadOnlyList<string>> ProcessesAsync(string taskId, string service) =>
        [.. (await _client.Containers.ListProcessesAsync((await ContainerAsync(taskId, service)).ID, new ContainerListProcessesParameters())).Processes.Select(process => string.Join(' ', process))];

    public Task KillAsync(string containerId, string signal = "SIGKILL") =>
        _client.Containers.KillContainerAsync(containerId, new ContainerKillParameters { Signal = signal });

    public Task StopAsync(string containerId) => _client.Containers.StopContainerAsync(containerId, new ContainerStopParameters());

    public Task PauseAsync(string containerId) => _client.Containers.PauseContainerAsync(containerId);

    public Task UnpauseAsync(string containerId) => _client.Containers.UnpauseContainerAsync(containerId);

    public async Task RemoveAsync(string containerId)
    {
        try
        {
            await _client.Containers.RemoveContainerAsync(containerId, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // A reaper has been faster, or is at it.
        }
    }

    /// <summary>Whether the engine's cgroup driver is systemd's.</summary>
    public static bool UsesSlices { get; } = Run("docker", "info", "--format", "{{.CgroupDriver}}").Trim() == "systemd";

    /// <summary>The cgroup parents of all containers of a task; empty for one that is left to the engine.</summary>
    public async Task<IReadOnlyList<string>> CgroupParentsAsync(string taskId)
    {
        var containers = await Task.WhenAll((await ContainersAsync(taskId)).Select(container => _client.Containers.InspectContainerAsync(container.ID)));
        return [.. containers.Select(container => container.HostConfig!.CgroupParent ?? "")];
    }

    /// <summary>A volume; null when there is none of that name.</summary>
    public async Task<VolumeResponse?> VolumeAsync(string name)
    {
        try
        {
            return await _client.Volumes.InspectAsync(name);
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task CreateVolumeAsync(string name) => _client.Volumes.CreateAsync(new VolumesCreateParameters { Name = name });

    public Task RemoveVolumeAsync(string name) => _client.Volumes.RemoveAsync(name);

    public async Task<bool> HasNetworkAsync(string name) =>
        (await _client.Networks.ListNetworksAsync()).Any(network => network.Name == name);

    /// <summary>Creates a container that is no pod's, and does not start it.</summary>
    public async Task<(string Id, string Name)> CreateContainerAsync(CreateContainerParameters parameters) =>
        ((await _client.Containers.CreateContainerAsync(parameters)).ID, parameters.Name!);

    /// <summary>Runs a shell command with a volume, and returns what it writes.</summary>
    /// <param name="bind">The mount, as for <c>docker run -v</c>.</param>
    /// <param name="script">What to run.</param>
    public static Task<string> RunAsync(string bind, string script) =>
        Task.Run(() => Run("docker", "run", "--rm", "--network", "none", "-v", bind, Busybox, "sh", "-c", script));

    /// <summary>Removes what a test has found left, so that one failure does not cause others.</summary>
    public async Task RemoveAllOfAsync(string taskId)
    {
        foreach (var container in await ContainersAsync(taskId))
            await RemoveAsync(container.ID);
        foreach (var network in await _client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = Of(taskId) }))
            await _client.Networks.DeleteNetworkAsync(network.ID);
        foreach (var volume in (await _client.Volumes.ListAsync(new VolumesListParameters { Filters = Of(taskId) })).Volumes ?? [])
            await _client.Volumes.RemoveAsync(volume.Name, force: true);
        foreach (var image in await ImagesAsync(taskId))
            await RemoveImageAsync(image.ID);
    }

    public void Dispose() => _client.Dispose();

    private static string Run(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        run.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
        return output;
    }

    private static Dictionary<string, IDictionary<string, bool>> Of(string taskId) =>
        new() { ["label"] = new Dictionary<string, bool> { [$"taskId={taskId}"] = true } };
}
