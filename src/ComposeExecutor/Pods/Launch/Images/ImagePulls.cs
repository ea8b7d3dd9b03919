using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Mesos;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>Lets Compose pull images, again when a registry is in trouble, and tells how far it is.</summary>
internal sealed partial class ImagePulls(PodDependencies dependencies)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(10);

    private readonly LaunchTaskSettings _settings = dependencies.Settings.LaunchTask;
    private readonly RegistryCredentials _credentials = dependencies.Credentials;
    private readonly TimeProvider _time = dependencies.Time;
    private readonly ILogger _log = dependencies.Log;
    private volatile Func<string>? _doing;

    /// <summary>What is being pulled, and how far it is, as a clause; null for nothing. Safe to be read from any thread.</summary>
    public string? Doing => _doing?.Invoke();

    /// <summary>Pulls images that the pod cannot do without.</summary>
    /// <param name="images">The images.</param>
    /// <param name="project">The pod's project name.</param>
    /// <param name="podFile">Its compose file.</param>
    /// <param name="cancellationToken">Ends the pull when cancelled.</param>
    /// <exception cref="LaunchException">One could not be pulled, in the registry's words.</exception>
    public async Task RunAsync(IReadOnlyList<PodImage> images, string project, string podFile, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await PullAsync(images, project, podFile, cancellationToken) is not { } failure)
                return;
            var meant = ImageName.MeantBy([.. images.Select(image => image.Reference)], failure.Words);
            var failed = images.Where(image => meant.Contains(image.Reference)).ToList();
            var described = string.Join(", ", failed.Select(image => image.Described));
            if (failure.IsLasting || attempt > _settings.PullRetries)
            {
                throw new LaunchException(
                    TaskReason.ContainerLaunchFailed,
                    $"Image {described} could not be pulled ({(attempt == 1 ? "tried once" : $"tried {attempt} times")}): {failure.Words.TrimEnd('.')}. {Advice(failure.Kind)}"
                    + (failed.Any(image => image.Builders.Any()) ? " It has a build section, but images are not built here (pod.build is false)." : ""));
            }

            var pause = PullBackoff.After(attempt, _settings.RetryInterval);
            LogPullFailed(_log, described, attempt, _settings.PullRetries + 1, failure.Words.TrimEnd('.'), pause.TotalSeconds);
            _doing = () => $"image {described} could not be pulled so far: {failure.Words.TrimEnd('.')}";
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    /// <summary>Pulls an image that can be built when it is not at its registry.</summary>
    /// <param name="image">The image.</param>
    /// <param name="project">The pod's project name.</param>
    /// <param name="podFile">Its compose file.</param>
    /// <param name="cancellationToken">Ends the pull when cancelled.</param>
    /// <returns>Whether it was pulled.</returns>
    public async Task<bool> TryAsync(PodImage image, string project, string podFile, CancellationToken cancellationToken)
    {
        if (await PullAsync([image], project, podFile, cancellationToken) is not { } failure)
            return true;
        _doing = null;
        LogToBeBuilt(_log, image.Described, failure.Words.TrimEnd('.'));
        return false;
    }

    private async Task<PullFailure?> PullAsync(IReadOnlyList<PodImage> images, string project, string podFile, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", images.Select(image => image.Reference));
        LogPulling(_log, names, _credentials.File is null ? "without credentials" : $"credentials: {_credentials.File}, {_credentials.Origin}");
        var progress = new PullProgress();
        _doing = () => $"image {names} was still being pulled: {progress.Summary()}";
        using var pulling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = TellAsync(names, progress, pulling.Token);
        try
        {
            await dependencies.Compose.PullAsync(
                podFile,
                project,
                images.Select(image => image.Puller),
                line =>
                {
                    LogProgress(_log, line);
                    progress.Take(line);
                },
                cancellationToken);
            LogPulled(_log, names);
            _doing = null;
            return null;
        }
        catch (ComposeException exception) when (exception.Failure == ComposeFailure.ImagePull)
        {
            return PullFailure.Of(exception.Message);
        }
        finally
        {
            await pulling.CancelAsync();
            await telling;
        }
    }

    // Also when nothing arrives: a pull that hangs is what somebody looks for in the log.
    private async Task TellAsync(string names, PullProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(ProgressInterval, _time, cancellationToken);
                LogStillPulling(_log, names, progress.Summary());
            }
        }
        catch (OperationCanceledException)
        {
            // The pull has ended.
        }
    }

    private string Advice(PullFailureKind kind) => kind switch
    {
        PullFailureKind.Unknown => "Check the image's name and tag, and that it has been pushed.",
        PullFailureKind.Denied => $"{_credentials.Describe()}. Check them, and the image's name.",
        PullFailureKind.OtherPlatform => "Push the image for this platform, or check the service's platform.",
        _ => "Check that the registry can be reached from this host.",
    };

    [LoggerMessage(LogLevel.Information, "Pulling {Images} ({Credentials}).")]
    private static partial void LogPulling(ILogger log, string images, string credentials);

    [LoggerMessage(LogLevel.Debug, "Pull: {Line}")]
    private static partial void LogProgress(ILogger log, string line);

    [LoggerMessage(LogLevel.Information, "Still pulling {Images}: {Progress}.")]
    private static partial void LogStillPulling(ILogger log, string images, string progress);

    [LoggerMessage(LogLevel.Information, "Pulled {Images}.")]
    private static partial void LogPulled(ILogger log, string images);

    [LoggerMessage(LogLevel.Warning, "Pulling {Images} failed (try {Attempt} of {Attempts}): {Reason}. Trying again in {Seconds} s.")]
    private static partial void LogPullFailed(ILogger log, string images, int attempt, int attempts, string reason, double seconds);

    [LoggerMessage(LogLevel.Information, "Image {Images} could not be pulled, and is built: {Reason}.")]
    private static partial void LogToBeBuilt(ILogger log, string images, string reason);
}
