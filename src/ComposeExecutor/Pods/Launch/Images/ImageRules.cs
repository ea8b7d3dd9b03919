using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>Decides what has to be done about the image of a service, as <c>docker compose up</c> would (pure).</summary>
/// <param name="MayBuild">Whether images may be built here (<c>pod.build</c>).</param>
/// <param name="SkipPull">Whether what is on the host is used, whatever a policy says (<c>launchtask.skippull</c>).</param>
internal sealed record ImageRules(bool MayBuild, bool SkipPull)
{
    /// <summary>Refuses a service that can have no image here, before anything is asked for.</summary>
    /// <param name="service">The service.</param>
    /// <param name="isOwn">Whether its file names no image, so that it is the pod's own.</param>
    /// <exception cref="LaunchException">It can have none.</exception>
    public void Require(ComposeService service, bool isOwn)
    {
        if (service.PullPolicy is null)
        {
            throw Refused(
                $"Service '{service.Name}' has the pull_policy '{service.Fields["pull_policy"].AsText()}', which this version does not know. "
                + "It knows always, never, missing, if_not_present, build, daily, weekly and every_<duration>.");
        }

        if (service.HasBuild && MayBuild)
            return;
        if (isOwn || string.IsNullOrEmpty(service.Image))
        {
            throw Refused(service.HasBuild
                ? $"Service '{service.Name}' names no image, but how to build one, and images are not built here (pod.build is false). Push its image and name it in the file, or set pod.build to true."
                : $"Service '{service.Name}' names no image. Build and push its image, and name it in the file.");
        }

        if (service is { HasBuild: true, PullPolicy.Kind: PullPolicyKind.Build })
        {
            throw Refused(
                $"Service '{service.Name}' has pull_policy 'build', and images are not built here (pod.build is false). Push its image and take the policy away, or set pod.build to true.");
        }
    }

    /// <summary>Decides about one service.</summary>
    /// <param name="service">The service; it has passed <see cref="Require"/>.</param>
    /// <param name="isOwn">Whether its file names no image, so that it is the pod's own.</param>
    /// <param name="isBuildable">Whether this service, or another of the same image, tells how to build it.</param>
    /// <param name="found">Its image on this host; null when it is not there.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="LaunchException">The image is not there, and may not be brought there.</exception>
    public ImageNeed Decide(ComposeService service, bool isOwn, bool isBuildable, ImageSnapshot? found, DateTimeOffset now)
    {
        var builds = isBuildable && MayBuild;
        var policy = service.PullPolicy ?? new PullPolicy(PullPolicyKind.Missing);
        if (builds && (isOwn || policy.Kind == PullPolicyKind.Build))
            return ImageNeed.Build;

        // An image for another platform counts as none, as in Compose: the right one may be at the registry.
        var present = found is not null && (service.Platform is not { Length: > 0 } platform || found.Platform.Fits(ImagePlatform.Parse(platform)));
        if (present && (SkipPull || IsFresh(policy, found!, now)))
            return ImageNeed.None;
        if (policy.Kind is PullPolicyKind.Never or PullPolicyKind.Build)
            return builds ? ImageNeed.Build : throw Missing(service, found);
        return builds ? ImageNeed.PullOrBuild : ImageNeed.Pull;
    }

    private static bool IsFresh(PullPolicy policy, ImageSnapshot found, DateTimeOffset now) => policy.Kind switch
    {
        PullPolicyKind.Always => false,
        PullPolicyKind.Aged => found.LastTagged + policy.Age > now,
        _ => true,
    };

    private static LaunchException Missing(ComposeService service, ImageSnapshot? found)
    {
        var where = found is null ? "is not on this host" : $"is on this host for {found.Platform} only, not for {service.Platform}";
        var policy = service.Fields["pull_policy"].AsText();
        return new LaunchException(
            TaskReason.ContainerLaunchFailed,
            $"Image {service.Image} of service '{service.Name}' {where}, and its pull_policy is '{policy}'. "
            + (policy == "build" ? "Give the service a build section, or change the policy." : "Put it on the host, or change the policy."));
    }

    private static LaunchException Refused(string message) => new(TaskReason.TaskInvalid, message);
}
