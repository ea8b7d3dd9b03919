using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Launch;

/// <summary>Brings the images of a pod onto the host: looks for them all at once, and pulls what is missing, with retries.</summary>
internal sealed partial class PodImages(DockerEngine engine, ComposeCommand compose, LaunchTaskSettings settings, TimeProvider time, ILogger log)
{
    /// <summary>Makes sure that every image is there.</summary>
    /// <exception cref="LaunchException">One is not, and could not be pulled.</exception>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task EnsureAsync(PodDraft plan, string podFile, CancellationToken cancellationToken)
    {
        foreach (var service in plan.Services.Where(service => string.IsNullOrEmpty(service.Image)))
            throw new LaunchException(TaskReason.TaskInvalid, $"Service '{service.Name}' names no image. Build and push its image, and name it in the file.");

        var byImage = plan.Services.GroupBy(service => service.Image!).ToList();
        var present = await Task.WhenAll(byImage.Select(services => engine.HasImageAsync(services.Key, cancellationToken)));
        var wanted = byImage
            .Where((services, index) => services.Any(service => MustPull(service, present[index])))
            .Select(services => (Image: services.Key, services.First().Name))
            .ToList();
        if (wanted.Count > 0)
            await PullAsync(wanted, plan.Model.Name, podFile, cancellationToken);
    }

    private bool MustPull(ComposeService service, bool present)
    {
        if (present)
            return service.PullPolicy == "always" && !settings.SkipPull;
        return service.PullPolicy != "never"
            ? true
            : throw new LaunchException(
                TaskReason.ContainerLaunchFailed,
                $"Image {service.Image} of service '{service.Name}' is not on this host, and its pull_policy is 'never'.");
    }

    private async Task PullAsync(List<(string Image, string Service)> wanted, string project, string podFile, CancellationToken cancellationToken)
    {
        var images = string.Join(", ", wanted.Select(image => image.Image));
        LogPulling(log, images);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await compose.PullAsync(podFile, project, wanted.Select(image => image.Service), line => LogProgress(log, line), cancellationToken);
                LogPulled(log, images);
                return;
            }
            catch (ComposeException exception) when (exception.Failure == ComposeFailure.ImagePull)
            {
                if (attempt > settings.PullRetries)
                {
                    throw new LaunchException(
                        TaskReason.ContainerLaunchFailed,
                        $"Image {images} could not be pulled (tried {attempt} times): {exception.Message.TrimEnd('.')}. Check the image's name, and the registry and its credentials.",
                        exception);
                }

                LogPullFailed(log, images, attempt, settings.PullRetries + 1, exception.Message.TrimEnd('.'), settings.RetryInterval.TotalSeconds);
                await Task.Delay(settings.RetryInterval, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Pulling {Images}.")]
    private static partial void LogPulling(ILogger log, string images);

    [LoggerMessage(LogLevel.Debug, "Pull: {Line}")]
    private static partial void LogProgress(ILogger log, string line);

    [LoggerMessage(LogLevel.Information, "Pulled {Images}.")]
    private static partial void LogPulled(ILogger log, string images);

    [LoggerMessage(LogLevel.Warning, "Pulling {Images} failed (try {Attempt} of {Attempts}): {Reason}. Trying again in {Seconds} s.")]
    private static partial void LogPullFailed(ILogger log, string images, int attempt, int attempts, string reason, double seconds);
}
