using System.Collections.Immutable;
using System.ComponentModel;
using CliWrap;
using CliWrap.Exceptions;
using ComposeExecutor.Docker;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Cgroups;

/// <summary>A cgroup that was made for one pod, and holds its containers together to what the task has.</summary>
internal sealed partial class PodCgroup
{
    // Removing waits for the runtime, which is done with a container's cgroup when the engine says that the container is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SystemdTimeout = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly bool _isSlice;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private PodCgroup(string name, bool isSlice, TimeProvider time, ILogger log)
    {
        _name = name;
        _isSlice = isSlice;
        _time = time;
        _log = log;
    }

    /// <summary>Its path in every hierarchy, for whoever has to remove it when the executor cannot; null for a slice, which is systemd's.</summary>
    public string? Path => _isSlice ? null : _name;

    /// <summary>Its name: a path below the mounts, or a slice's.</summary>
    public string Name => _name;

    /// <summary>The cgroup that an executor has made for its pod and left.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where to tell of it.</param>
    public static PodCgroup Left(string name, TimeProvider time, ILogger log) => new(name, IsSlice(name), time, log);

    /// <summary>Whether a name is that of a systemd slice, and no path.</summary>
    public static bool IsSlice(string name) => name[0] != '/';

    /// <summary>Makes the pod's cgroup where the plan says so. Where that is not permitted, the pod runs without it, and the log says so.</summary>
    /// <param name="plan">What was decided.</param>
    /// <param name="engine">The engine whose containers go there.</param>
    /// <param name="project">The pod's Compose project name.</param>
    /// <param name="limits">What the task has.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where to tell of it.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>The parent for the containers, null to leave it to the engine; and what was made, to be removed with the pod.</returns>
    public static async Task<(string? Parent, PodCgroup? Made)> MakeAsync(
        CgroupPlan plan, EngineInfo engine, string project, PodLimits limits, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        if (plan.Note is { } note)
            LogNote(log, note);
        if (plan is not { Made: true, Parent: { } name })
            return (plan.Parent, null);

        var cgroup = new PodCgroup(name, engine.CgroupDriver == "systemd", time, log);
        var problem = cgroup._isSlice
            ? await AskSystemdAsync(SystemdSlice.Start(name, project, limits))
            : Make(CgroupSteps.For(engine.CgroupVersion, CgroupMount.OfThisHost(), name, limits), log);
        if (problem is null)
        {
            LogMade(log, name, limits.ToString());
            return (name, cgroup);
        }

        // systemd makes a slice when something is put into it: then the pod is at least together, and can be limited by hand.
        LogNotMade(log, name, problem);
        if (cgroup._isSlice)
            return (name, null);
        await cgroup.RemoveAsync(cancellationToken);
        return (plan.Otherwise, null);
    }

    /// <summary>Removes the cgroup, which is empty when its containers are gone.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (_isSlice)
        {
            if (await AskSystemdAsync(SystemdSlice.Stop(_name)) is { } problem)
                LogLeft(_log, _name, problem);
            return;
        }

        var start = _time.GetTimestamp();
        while (EmptyCgroups.Remove(_name, _log) is { } left)
        {
            if (_time.GetElapsedTime(start) > Patience)
            {
                LogLeft(_log, _name, left);
                return;
            }

            // The kernel tells nobody when a cgroup has become empty.
            await Task.Delay(RetryDelay, _time, cancellationToken);
        }
    }

    private static string? Make(ImmutableArray<CgroupStep> steps, ILogger log)
    {
        if (steps.IsEmpty)
            return "no cgroup file system with its controllers is mounted here.";
        foreach (var step in steps)
        {
            try
            {
                switch (step)
                {
                    case CgroupStep.Make make:
                        Directory.CreateDirectory(make.Folder);
                        break;
                    case CgroupStep.Write write:
                        // Opened as it is: a control file can be neither created nor truncated.
                        using (var file = new FileStream(write.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
                            file.Write(System.Text.Encoding.ASCII.GetBytes(write.Text));
                        break;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (step is not CgroupStep.Write { Required: false } optional)
                    return exception.Message;
                LogSkipped(log, optional.File, optional.Text, exception.Message);
            }
        }

        return null;
    }

    // Bounded, but not broken off before: nobody would know whether the slice is there.
    private static async Task<string?> AskSystemdAsync(ImmutableArray<string> arguments)
    {
        using var bounded = new CancellationTokenSource(SystemdTimeout);
        var error = new System.Text.StringBuilder();
        try
        {
            var result = await CliWrap.Cli.Wrap("busctl")
                .WithArguments(arguments)
                .WithValidation(CommandResultValidation.None)
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
                .ExecuteAsync(bounded.Token);
            return result.ExitCode == 0 ? null : $"{error.ToString().Trim()}.";
        }
        catch (OperationCanceledException)
        {
            return $"systemd did not answer within {SystemdTimeout.TotalSeconds} s.";
        }
        catch (Exception exception) when (exception is CliWrapException or Win32Exception or IOException or InvalidOperationException)
        {
            return $"busctl could not be run: {exception.Message}";
        }
    }

    [LoggerMessage(LogLevel.Information, "{Note}")]
    private static partial void LogNote(ILogger log, string note);

    [LoggerMessage(LogLevel.Information, "The pod's cgroup is {Name}: {Limits}.")]
    private static partial void LogMade(ILogger log, string name, string limits);

    [LoggerMessage(LogLevel.Warning, "The pod's cgroup {Name} could not be made, so the pod as a whole is not held to the task's resources: {Reason}")]
    private static partial void LogNotMade(ILogger log, string name, string reason);

    [LoggerMessage(LogLevel.Debug, "{File} cannot be set to {Text} here: {Reason}")]
    private static partial void LogSkipped(ILogger log, string file, string text, string reason);

    [LoggerMessage(LogLevel.Warning, "The pod's cgroup {Name} could not be removed: {Reason}")]
    private static partial void LogLeft(ILogger log, string name, string reason);
}
