using System.Collections.Immutable;
using System.Text;
using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Files;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Pods.Health;
using ComposeExecutor.Pods.Launch.Images;
using ComposeExecutor.Pods.Reaping;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Launch;

/// <summary>From the names of compose files to containers that are ready to be started: locate, render, look at the images, transform, write, create.</summary>
internal sealed partial class PodPreparation(PodTask task, PodDependencies dependencies) : IDisposable
{
    /// <summary>The name of the file that shows what the task's files became.</summary>
    public const string PodFileName = "pod.yaml";

    private readonly ILogger _log = dependencies.Log;
    private readonly PodImages _images = new(dependencies);
    private DefaultNetwork? _network;

    private string PodFile => Path.Combine(task.Folder, PodFileName);

    /// <summary>Whether anything may have been created on the engine, and so has to be removed.</summary>
    public bool HasCreated { get; private set; }

    /// <summary>What it is at, to complete the sentence "The pod did not run: …".</summary>
    public string Doing => _images.Doing ?? "its containers were still being prepared";

    /// <summary>Whether an image of the pod's own may be on the engine.</summary>
    public bool HasBuilt => _images.HasBuilt;

    /// <summary>The creation of the pod's containers.</summary>
    public PodCreation Creation { get; } = new(task, dependencies);

    /// <summary>Whether the engine may still be creating something that nobody waited for.</summary>
    public bool MayComeLate => Creation.BrokenOff || _images.BrokenOff || _network?.BrokenOff is true;

    /// <summary>The cgroup that was made for the pod; null when none was.</summary>
    public PodCgroup? Cgroup { get; private set; }

    /// <summary>By which others know that the pod has an executor.</summary>
    public PodLease Lease { get; } = new(task, dependencies);

    /// <summary>What the pod may share with others on this host.</summary>
    public SharedResources Shared { get; private set; } = SharedResources.None;

    /// <summary>The files that were written for the pod's containers to mount.</summary>
    public ImmutableArray<PodFile> Written { get; private set; } = [];

    /// <summary>Prepares the pod. When it fails, what it has created so far is still there to be removed by label.</summary>
    /// <exception cref="LaunchException">The pod cannot be prepared.</exception>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public async Task<PreparedPod> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PrepareAsync(cancellationToken);
        }
        catch (ComposeException exception)
        {
            throw new LaunchException(
                exception.Failure == ComposeFailure.ImagePull ? TaskReason.ContainerLaunchFailed : TaskReason.TaskInvalid, exception.Message, exception);
        }
        catch (Exception exception) when (exception is TransformException or EngineException or CheckException)
        {
            throw new LaunchException(TaskReason.TaskInvalid, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(TaskReason.TaskInvalid, $"The sandbox {task.Folder} cannot be written: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Creation.Dispose();

    private async Task<PreparedPod> PrepareAsync(CancellationToken cancellationToken)
    {
        var checks = TaskChecks.Of(task.Info);
        var files = await task.FindFilesAsync(cancellationToken);
        await Lease.TakeAsync(cancellationToken);
        await RefuseSecondAsync(cancellationToken);
        var network = _network = new DefaultNetwork(task.Identity, dependencies.Engine, _log);
        var creatingNetwork = dependencies.Settings.Pod.Network is PodNetwork.Host or PodNetwork.None
            ? Task.FromResult(false)
            : network.CreateAsync(cancellationToken);
        PodDraft plan;
        try
        {
            plan = await PlanAsync(files, cancellationToken);
        }
        finally
        {
            HasCreated = await creatingNetwork || _images.HasBuilt;
        }

        var placed = PlacedChecks.Of(checks, plan, _images.Facts, dependencies.Settings.Pod.HealthService);
        if (!network.Fits(plan.Model))
            await network.RemoveAsync(cancellationToken);
        HasCreated = true;
        try
        {
            return new PreparedPod(plan, await Creation.RunAsync(plan, PodFile, () => WritePodFile(plan, files), cancellationToken), placed);
        }
        catch (ComposeException exception) when (exception.Failure == ComposeFailure.Create)
        {
            throw new LaunchException(
                TaskReason.ContainerLaunchFailed, $"The pod's containers could not be created: {MountSources.Explain(exception.Message, plan)}", exception);
        }
    }

    // Two pods of one name would be one project to Compose, and one set of labels to whoever cleans up.
    private async Task RefuseSecondAsync(CancellationToken cancellationToken)
    {
        if ((await dependencies.Engine.ContainersAsync(task.Identity.Selector, cancellationToken)).Count > 0)
        {
            throw new LaunchException(
                TaskReason.TaskInvalid,
                $"There are containers of task {task.Identity.TaskId} on this host already. If nobody runs them any longer, remove them: "
                + $"docker rm -f -v $(docker ps -aq --filter label={task.Identity.Selector})");
        }
    }

    private async Task<PodDraft> PlanAsync(ProjectFiles files, CancellationToken cancellationToken)
    {
        LogRendering(_log, files.Description);
        var (engine, model) = await RenderAsync(files, task.Identity.Project, cancellationToken);

        // What cannot be a pod is refused before anything is pulled for it. What the images say may still change how it is one.
        var limits = TaskLimits.Of(task.Info, dependencies.Settings.Pod.CpuQuota);
        var context = Context(limits);
        var sketch = PodTransform.Apply(model, context);
        await _images.LookAsync(sketch, cancellationToken);
        if (!_images.AreReady)
        {
            Write(sketch, files);
            await _images.BringAsync(sketch.Model.Name, PodFile, cancellationToken);
        }

        var place = CgroupPlan.For(
            dependencies.Settings.Pod.CgroupParent, CgroupHost.Of(task.Cgroup, dependencies.Engine.Host), engine, task.Identity.Project, limits);
        (var cgroup, Cgroup) = await PodCgroup.MakeAsync(place, engine, task.Identity.Project, limits, dependencies.Time, _log, cancellationToken);
        var plan = PodTransform.Apply(model, context with { Images = _images.Facts, CgroupParent = cgroup });
        Shared = SharedResources.Of(plan.Model);
        foreach (var note in plan.Notes)
            LogNote(_log, note);

        Write(plan, files);
        LogWritten(_log, PodFileName, task.Folder, plan.Services.Count(), plan.Ports.Length);
        return plan;
    }

    // Neither needs the other.
    private async Task<(EngineInfo Engine, ComposeModel Model)> RenderAsync(
        ProjectFiles files, string project, CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var engine = PrepareEngineAsync(together.Token);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(together.Token);
        bounded.CancelAfter(dependencies.Settings.Compose.Timeout);
        var model = dependencies.Compose.RenderAsync(files, dependencies.Settings.Pod.Profiles, project, warning => LogNote(_log, warning), bounded.Token);
        try
        {
            var info = await engine;
            return (info, await model);
        }
        catch (ComposeException)
        {
            // An old Compose does not know what it is asked for, and complains of anything but its age.
            await dependencies.Compose.RequireVersionAsync(cancellationToken);
            throw;
        }
        catch (OperationCanceledException) when (bounded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ComposeException(
                ComposeFailure.ComposeUnavailable,
                $"Docker Compose did not finish reading {files} within {dependencies.Settings.Compose.Timeout.TotalSeconds:0.###} s (compose.timeout).");
        }
        finally
        {
            // What failed first is what is told; the others are called off and waited for, so that none outlives the pod.
            await together.CancelAsync();
            await Task.WhenAll(engine, model).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<EngineInfo> PrepareEngineAsync(CancellationToken cancellationToken)
    {
        var info = dependencies.Engine.InfoAsync(cancellationToken);
        await PauseImage.EnsureAsync(dependencies.Engine, cancellationToken);
        return await info;
    }

    private PodContext Context(PodLimits limits)
    {
        var settings = dependencies.Settings.Pod;
        return new PodContext
        {
            Project = task.Identity.Project,
            InfraImage = PauseImage.Name,
            Labels = task.Identity.Labels,
            OfferedPorts = task.OfferedPorts,
            Network = settings.Network,
            Share = settings.Share,
            EphemeralPorts = settings.EphemeralPorts,
            Sidecars = settings.Sidecars,
            Inits = settings.Inits,
            PortNames =
            [
                .. task.Info.DiscoveryPorts.Where(port => !string.IsNullOrEmpty(port.Name)).Select(port => PortName.Of(port.Name!, port.Number, port.Protocol)),
            ],
            PortChoices = settings.Ports,
            Sandbox = settings.MountSandbox ? task.Sandbox : null,
            Limits = limits,
            OverLimit = settings.OverLimit,
            Folder = task.Folder,
            MayChangeOwners = Environment.IsPrivilegedProcess,
            Environment = task.Environment,
        };
    }

    private void Write(PodDraft plan, ProjectFiles files)
    {
        Directory.CreateDirectory(task.Folder);
        Written = [.. Written.Union(plan.Files)];
        Lease.Note(Written, Cgroup?.Name, Shared);
        foreach (var file in plan.Files)
            PodFileWriter.Write(file);

        WritePodFile(plan, files);
    }

    private void WritePodFile(PodDraft plan, ProjectFiles files)
    {
        var text = new StringBuilder();
        using (var writer = new StringWriter(text))
            ComposeYaml.Write(plan.Model, PodHeading.For(task, plan, files), writer);
        File.WriteAllText(PodFile, text.ToString());
    }

    [LoggerMessage(LogLevel.Information, "Reading {Files}.")]
    private static partial void LogRendering(ILogger log, string files);

    [LoggerMessage(LogLevel.Information, "{Note}")]
    private static partial void LogNote(ILogger log, string note);

    [LoggerMessage(LogLevel.Information, "Wrote {File} in {Folder}: {Services} service(s), {Ports} published port(s).")]
    private static partial void LogWritten(ILogger log, string file, string folder, int services, int ports);
}
