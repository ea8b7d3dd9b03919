using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>
/// Brings the images of a pod onto the host: looks at all of them at once, pulls what is missing or wanted anew, builds what may
/// be built, and tells the transform what they say of themselves.
/// </summary>
internal sealed partial class PodImages(PodDependencies dependencies)
{
    private readonly DockerEngine _engine = dependencies.Engine;
    private readonly ComposeCommand _compose = dependencies.Compose;
    private readonly TimeProvider _time = dependencies.Time;
    private readonly ILogger _log = dependencies.Log;
    private readonly ImageRules _rules = new(dependencies.Settings.Pod.Build, dependencies.Settings.LaunchTask.SkipPull);

    private readonly ImagePulls _pulls = new(dependencies);
    private ImmutableArray<PodImage> _images = [];
    private volatile string? _building;

    /// <summary>Whether an image of the pod's own may be on the engine, and so has to be removed.</summary>
    public bool HasBuilt { get; private set; }

    /// <summary>Whether a build ended before its time, so that the engine may still finish it.</summary>
    public bool BrokenOff { get; private set; }

    /// <summary>What is being pulled or built, as a clause; null for nothing. Safe to be read from any thread.</summary>
    public string? Doing => _building is { } building ? $"image {building} was still being built" : _pulls.Doing;

    /// <summary>Whether all images are there as they are wanted.</summary>
    public bool AreReady => _images.All(image => image.Need == ImageNeed.None);

    /// <summary>What the images say of themselves, by service.</summary>
    public ImmutableDictionary<string, ImageFacts> Facts => ImmutableDictionary.CreateRange(
        from image in _images
        let found = image.Found
        where found is not null
        let facts = new ImageFacts(found.ExposedPorts, found.HealthTest is ["NONE", ..] ? [] : found.HealthTest)
        from service in image.Services
        select KeyValuePair.Create(service.Name, facts));

    /// <summary>Looks at the images, all at the same time, and decides what has to be done about each.</summary>
    /// <param name="plan">The pod, with every image named.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="LaunchException">One is not there, and may not be brought there.</exception>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task LookAsync(PodDraft plan, CancellationToken cancellationToken)
    {
        foreach (var service in plan.Services)
            _rules.Require(service, plan.OwnImages.Contains(service.Image ?? ""));
        var now = _time.GetUtcNow();
        _images =
        [
            .. await Task.WhenAll(plan.Services
                .GroupBy(service => service.Image!)
                .Select(async group => Decide(plan, [.. group], await _engine.ImageAsync(group.Key, cancellationToken), now))),
        ];
    }

    /// <summary>Pulls and builds what <see cref="LookAsync"/> found wanting.</summary>
    /// <param name="project">The pod's project name.</param>
    /// <param name="podFile">Its compose file, which has been written.</param>
    /// <param name="cancellationToken">Ends pulls and builds when cancelled.</param>
    /// <exception cref="LaunchException">An image could neither be pulled nor built.</exception>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task BringAsync(string project, string podFile, CancellationToken cancellationToken)
    {
        if (With(ImageNeed.Pull) is { Count: > 0 } wanted)
            await _pulls.RunAsync(wanted, project, podFile, cancellationToken);

        // An image with a build section may be at its registry, or only ever have been built: as in Compose, one try tells.
        var unpulled = await Task.WhenAll(With(ImageNeed.PullOrBuild).Select(async image =>
            await _pulls.TryAsync(image, project, podFile, cancellationToken) ? null : image));
        PodImage[] unbuilt = [.. With(ImageNeed.Build), .. unpulled.OfType<PodImage>()];
        if (unbuilt.Length > 0)
            await BuildAsync(unbuilt, project, podFile, cancellationToken);

        _images = [.. await Task.WhenAll(_images.Select(async image => image.Need == ImageNeed.None
            ? image
            : image with { Need = ImageNeed.None, Found = await _engine.ImageAsync(image.Reference, cancellationToken) }))];
    }

    private List<PodImage> With(ImageNeed need) => [.. _images.Where(image => image.Need == need)];

    private PodImage Decide(PodDraft plan, ImmutableArray<ComposeService> services, ImageSnapshot? found, DateTimeOffset now)
    {
        var buildable = services.Any(service => service.HasBuild);
        var own = plan.OwnImages.Contains(services[0].Image!);
        var (need, puller) = services
            .Select(service => (Need: _rules.Decide(service, own, buildable, found, now), service.Name))
            .MaxBy(decided => decided.Need);
        return new PodImage(services[0].Image!, services, found, need, puller);
    }

    private async Task BuildAsync(IReadOnlyCollection<PodImage> images, string project, string podFile, CancellationToken cancellationToken)
    {
        var described = string.Join(", ", images.Select(image => image.Described));
        LogBuilding(_log, described);
        HasBuilt = true;
        BrokenOff = true;
        _building = described;
        try
        {
            await _compose.BuildAsync(podFile, project, images.SelectMany(image => image.Builders), Tell, cancellationToken);
            BrokenOff = false;
        }
        catch (ComposeException exception) when (exception.Failure == ComposeFailure.ImageBuild)
        {
            BrokenOff = false;
            throw new LaunchException(
                TaskReason.ContainerLaunchFailed,
                $"Image {described} could not be built: {exception.Message}",
                exception);
        }

        _building = null;
        LogBuilt(_log, described);
    }

    // What a layer has been fetched of is of no interest line by line; what the steps write is.
    private void Tell(string line)
    {
        if (line.Length == 0)
            return;
        if (BuildTick().IsMatch(line))
            LogBuildTick(_log, line);
        else
            LogBuildLine(_log, line);
    }

    [GeneratedRegex("""^#\d+ (sha256:|\d+\.\d+ ?[kMG]?B / |transferring |extracting |resolve )""")]
    private static partial Regex BuildTick();

    [LoggerMessage(LogLevel.Information, "Building {Images}.")]
    private static partial void LogBuilding(ILogger log, string images);

    [LoggerMessage(LogLevel.Information, "Build: {Line}")]
    private static partial void LogBuildLine(ILogger log, string line);

    [LoggerMessage(LogLevel.Debug, "Build: {Line}")]
    private static partial void LogBuildTick(ILogger log, string line);

    [LoggerMessage(LogLevel.Information, "Built {Images}.")]
    private static partial void LogBuilt(ILogger log, string images);
}
