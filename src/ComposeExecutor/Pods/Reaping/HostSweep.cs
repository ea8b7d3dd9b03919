using System.Text.Json.Nodes;
using ComposeExecutor.Docker;
using ComposeExecutor.Leases;
using ComposeExecutor.Pods.Cgroups;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Reaping;

/// <summary>
/// Removes what a pod has left on the host outside of the engine. The reaper sees nothing of the host but the leases: the engine is asked to
/// run this executable once more, for a moment, with that one folder mounted.
/// </summary>
internal sealed partial class HostSweep(DockerEngine engine, string reaper, ILogger log)
{
    private const string CgroupFolder = "/sys/fs/cgroup";

    /// <summary>Removes a pod's files, such as secrets.</summary>
    public Task RemoveFilesAsync(LeaseContent content, CancellationToken cancellationToken) => content.Files.IsEmpty
        ? Task.CompletedTask
        : RunAsync(content.Folder, content.Files.SelectMany(file => new[] { "--remove", file }), hostCgroups: false, cancellationToken);

    /// <summary>Removes a pod's cgroup, which is empty by now.</summary>
    public Task RemoveCgroupAsync(LeaseContent content, CancellationToken cancellationToken)
    {
        if (content.Cgroup is not { } cgroup)
            return Task.CompletedTask;
        if (!PodCgroup.IsSlice(cgroup))
            return RunAsync(CgroupFolder, ["--cgroup", cgroup], hostCgroups: true, cancellationToken);

        // systemd is asked over its bus, which a container does not get.
        LogSliceStays(log, cgroup);
        return Task.CompletedTask;
    }

    private async Task RunAsync(string folder, IEnumerable<string> arguments, bool hostCgroups, CancellationToken cancellationToken)
    {
        string? id = null;
        try
        {
            var program = ReaperProgram.OfThisProcess();
            var volume = await engine.VolumeOfAsync(reaper, ReaperContainer.ProgramFolder, cancellationToken)
                ?? throw new EngineException($"The container {reaper} has no volume at {ReaperContainer.ProgramFolder}.");
            var description = ReaperContainer.Base(program.Loader, reaper, ["sweep", .. arguments]);
            var host = description["HostConfig"]!;
            host["Mounts"] = new JsonArray(
                new JsonObject { ["Type"] = "volume", ["Source"] = volume, ["Target"] = ReaperContainer.ProgramFolder, ["ReadOnly"] = true },
                ReaperContainer.Bind(folder, folder));
            // The files may belong to whatever user a service runs as, and the folders of cgroups give even root no permission by themselves.
            host["CapAdd"] = new JsonArray("DAC_OVERRIDE");
            if (hostCgroups)
                host["CgroupnsMode"] = "host";
            id = await engine.CreateContainerAsync($"{reaper}-{Guid.NewGuid().ToString("N")[..8]}", description, cancellationToken);
            await engine.StartAsync(id!, cancellationToken);
            if (await engine.WaitAsync(id!, cancellationToken) is not 0 and var code)
                LogFailed(log, folder, $"it ended with {code}.");
        }
        catch (Exception exception) when (exception is EngineException or IOException)
        {
            LogFailed(log, folder, exception.Message);
        }
        finally
        {
            if (id is not null)
                await engine.RemoveContainerAsync(id, CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What a pod has left in {Folder} may still be there: {Reason}")]
    private static partial void LogFailed(ILogger log, string folder, string reason);

    [LoggerMessage(LogLevel.Information, "The slice {Slice} stays: only systemd can remove it. systemctl stop {Slice}")]
    private static partial void LogSliceStays(ILogger log, string slice);
}
