using System.Collections.Immutable;
using System.Text;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Launch;

/// <summary>From the names of compose files to containers that are ready to be started: locate, render, transform, write, pull, create.</summary>
internal sealed partial class PodPreparation(PodTask task, PodDependencies dependencies)
{
    /// <summary>The name of the file that shows what the task's files became.</summary>
    public const string PodFileName = "pod.yaml";

    private static readonly TimeSpan CreationPatience = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = dependencies.Log;

    /// <summary>Whether anything may have been created on the engine, and so has to be removed.</summary>
    public bool HasCreated { get; private set; }

    /// <summary>Whether the creation was broken off, so that the engine may still be creating something.</summary>
    public bool BrokenOff { get; private set; }

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
                exception.Failure is ComposeFailure.Create or ComposeFailure.ImagePull ? TaskReason.ContainerLaunchFailed : TaskReason.TaskInvalid,
                exception.Failure == ComposeFailure.Create ? $"The pod's containers could not be created: {exception.Message}" : exception.Message,
                exception);
        }
        catch (Exception exception) when (exception is TransformException or EngineException)
        {
            throw new LaunchException(TaskReason.TaskInvalid, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(TaskReason.TaskInvalid, $"The sandbox {task.Folder} cannot be written: {exception.Message}", exception);
        }
    }

    private async Task<PreparedPod> PrepareAsync(CancellationToken cancellationToken)
    {
        var project = task.Identity.Project;
        var files = ComposeFileLocator.Locate(task.Files ?? ComposeFileLocator.NamesIn(LabelsOf(task.Info)), task.Sandbox);
        LogRendering(_log, string.Join(", ", files));

        var (engine, model) = await RenderAsync(files, project, cancellationToken);
        var plan = Transform(model, engine);
        foreach (var note in plan.Notes)
            LogNote(_log, note);

        var podFile = Write(plan, files);
        LogWritten(_log, podFile, plan.Services.Count(), plan.Ports.Length);

        await new PodImages(dependencies.Engine, dependencies.Compose, dependencies.Settings.LaunchTask, dependencies.Time, _log)
            .EnsureAsync(plan, podFile, cancellationToken);
        var pod = new PreparedPod(plan, await CreateAsync(plan, podFile, cancellationToken));
        if (plan.Model.Services.FirstOrDefault(service => !pod.Containers.ContainsKey(service.Name)) is { } missing)
            throw new LaunchException(TaskReason.ContainerLaunchFailed, $"Docker Compose created no container for service '{missing.Name}'.");
        LogCreated(_log, pod.Containers.Count);
        return pod;
    }

    // None of these needs another, and each is a process or a round trip of its own.
    private async Task<(EngineInfo Engine, ComposeModel Model)> RenderAsync(
        ImmutableArray<string> files, string project, CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var engine = PrepareEngineAsync(together.Token);
        var version = dependencies.Compose.RequireVersionAsync(together.Token);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(together.Token);
        bounded.CancelAfter(dependencies.Settings.Compose.Timeout);
        var model = dependencies.Compose.RenderAsync(files, project, warning => LogNote(_log, warning), bounded.Token);
        try
        {
            var info = await engine;
            await version;
            return (info, await model);
        }
        catch (OperationCanceledException) when (bounded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ComposeException(
                ComposeFailure.ComposeUnavailable,
                $"Docker Compose did not finish reading {string.Join(", ", files)} within {dependencies.Settings.Compose.Timeout.TotalSeconds:0.###} s (compose.timeout).");
        }
        finally
        {
            // What failed first is what is told; the others are called off and waited for, so that none outlives the pod.
            await together.CancelAsync();
            await Task.WhenAll(engine, version, model).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<EngineInfo> PrepareEngineAsync(CancellationToken cancellationToken)
    {
        var info = dependencies.Engine.InfoAsync(cancellationToken);
        await PauseImage.EnsureAsync(dependencies.Engine, cancellationToken);
        return await info;
    }

    private PodDraft Transform(ComposeModel model, EngineInfo engine)
    {
        var settings = dependencies.Settings.Pod;
        var (cgroup, note) = ExecutorCgroup.Parent(settings.CgroupParent, task.Cgroup, engine);
        if (note is not null)
            LogNote(_log, note);
        return PodTransform.Apply(model, new PodContext
        {
            Project = task.Identity.Project,
            InfraImage = PauseImage.Name,
            Labels = task.Identity.Labels,
            OfferedPorts = task.OfferedPorts,
            Network = settings.Network,
            EphemeralPorts = settings.EphemeralPorts,
            CgroupParent = cgroup,
            Folder = task.Folder,
            Environment = task.Environment,
        });
    }

    private string Write(PodDraft plan, ImmutableArray<string> files)
    {
        Directory.CreateDirectory(task.Folder);
        Written = plan.Files;
        foreach (var file in plan.Files)
        {
            // The folder keeps others on the host out; the file itself must be readable to whatever user the container runs as.
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(file.Path, file.Content);
        }

        var path = Path.Combine(task.Folder, PodFileName);
        var text = new StringBuilder();
        using (var writer = new StringWriter(text))
            ComposeYaml.Write(plan.Model, PodHeading.For(task, plan, files), writer);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    // Compose creates the infra container first, since all others join it. Starting it takes as long as creating the others, so
    // it is started as soon as the engine tells that it is there.
    private async Task<ImmutableSortedDictionary<string, ContainerSnapshot>> CreateAsync(PodDraft plan, string podFile, CancellationToken cancellationToken)
    {
        HasCreated = true;

        // A creation that is broken off leaves requests behind that the engine still carries out, after everything was removed.
        // It starts nothing and takes a fraction of a second: it is called off only if it takes long.
        using var unbroken = new CancellationTokenSource();
        using var calledOff = cancellationToken.Register(() => unbroken.CancelAfter(CreationPatience));
        using var creating = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var headStart = StartInfraWhenCreatedAsync(plan.Infra, creating.Token, cancellationToken);
        try
        {
            await dependencies.Compose.CreateAsync(podFile, plan.Model.Name, unbroken.Token);
            return await ContainersAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (unbroken.IsCancellationRequested)
        {
            BrokenOff = true;
            throw;
        }
        finally
        {
            await creating.CancelAsync();
            await headStart;
        }
    }

    // Only a head start: the lifecycle starts the infra container in any case, and that start is the one that may fail the pod.
    private async Task StartInfraWhenCreatedAsync(string infra, CancellationToken creating, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in dependencies.Engine.EventsAsync(task.Identity.Selector, dependencies.Time.GetUtcNow(), creating))
            {
                if (happened.Action != "create" || happened.Service != infra)
                    continue;
                await dependencies.Engine.StartAsync(happened.ContainerId, cancellationToken);
                return;
            }
        }
        catch (Exception exception) when (exception is EngineException or OperationCanceledException)
        {
            LogNoHeadStart(_log, exception.Message);
        }
    }

    private async Task<ImmutableSortedDictionary<string, ContainerSnapshot>> ContainersAsync(CancellationToken cancellationToken)
    {
        var ids = await dependencies.Engine.ContainersAsync(task.Identity.Selector, cancellationToken);
        var containers = await Task.WhenAll(ids.Select(id => dependencies.Engine.InspectAsync(id, cancellationToken)));
        return containers
            .Where(container => container.State != ContainerState.Gone)
            .GroupBy(container => container.Service)
            .ToImmutableSortedDictionary(group => group.Key, group => group.First());
    }

    private static IEnumerable<KeyValuePair<string, string>> LabelsOf(TaskInfo info) =>
        info.Labels.Select(label => KeyValuePair.Create(label.Key, label.Value));

    [LoggerMessage(LogLevel.Information, "Reading {Files}.")]
    private static partial void LogRendering(ILogger log, string files);

    [LoggerMessage(LogLevel.Information, "{Note}")]
    private static partial void LogNote(ILogger log, string note);

    [LoggerMessage(LogLevel.Information, "Wrote {File}: {Services} service(s), {Ports} published port(s).")]
    private static partial void LogWritten(ILogger log, string file, int services, int ports);

    [LoggerMessage(LogLevel.Debug, "The infra container was not started ahead of the others: {Reason}")]
    private static partial void LogNoHeadStart(ILogger log, string reason);

    [LoggerMessage(LogLevel.Information, "Created {Containers} containers, the infra container among them.")]
    private static partial void LogCreated(ILogger log, int containers);
}
