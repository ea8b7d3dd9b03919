using System.Formats.Tar;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests;

// Images.
internal sealed partial class Engine
{
    /// <summary>The images that were built for a task.</summary>
    public async Task<IReadOnlyList<ImagesListResponse>> ImagesAsync(string taskId) =>
        [.. await _client.Images.ListImagesAsync(new ImagesListParameters { Filters = Of(taskId) })];

    /// <summary>Whether an image is there.</summary>
    public async Task<bool> HasImageAsync(string reference) =>
        (await _client.Images.ListImagesAsync(new ImagesListParameters { Filters = new Dictionary<string, IDictionary<string, bool>> { ["reference"] = new Dictionary<string, bool> { [reference] = true } } })).Count > 0;

    /// <summary>Makes an image of a Dockerfile and further files, and returns its id.</summary>
    public async Task<string> BuildAsync(string reference, string dockerfile, IReadOnlyDictionary<string, byte[]>? files = null)
    {
        var context = new MemoryStream();
        await using (var tar = new TarWriter(context, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in (files ?? new Dictionary<string, byte[]>()).Append(KeyValuePair.Create("Dockerfile", Encoding.UTF8.GetBytes(dockerfile))))
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        context.Position = 0;
        var said = new Said();
        await _client.Images.BuildImageFromDockerfileAsync(new ImageBuildParameters { Tags = [reference], NetworkMode = "none" }, context, [], new Dictionary<string, string>(), said);
        said.ShouldBeFine();
        return (await _client.Images.InspectImageAsync(reference)).ID;
    }

    /// <summary>Makes an image of nothing that can run, for another platform, and returns its id.</summary>
    public async Task<string> ImportAsync(string repository, string tag, string platform)
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "README") { DataStream = new MemoryStream("nothing"u8.ToArray()) });
        archive.Position = 0;
        await _client.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = repository, Tag = tag, Platform = platform }, archive, new AuthConfig(), new Said());
        return (await _client.Images.InspectImageAsync($"{repository}:{tag}")).ID;
    }

    /// <summary>Pushes an image, and returns its digest.</summary>
    public async Task<string> PushAsync(string reference, AuthConfig credentials)
    {
        var said = new Said();
        await _client.Images.PushImageAsync(reference, new ImagePushParameters(), credentials, said);
        said.ShouldBeFine();
        return (await _client.Images.InspectImageAsync(reference)).RepoDigests.Single(digest => reference.StartsWith(digest.Split('@')[0], StringComparison.Ordinal)).Split('@')[1];
    }

    /// <summary>Removes an image, if it is there.</summary>
    public async Task RemoveImageAsync(string reference)
    {
        try
        {
            await _client.Images.DeleteImageAsync(reference, new ImageDeleteParameters { Force = true });
        }
        catch (DockerImageNotFoundException)
        {
        }
    }

    // The engine answers 200, and tells of an error in what follows.
    private sealed class Said : IProgress<JSONMessage>
    {
        private readonly List<string> _errors = [];

        public void Report(JSONMessage value)
        {
            if (value.Error?.Message is { } error)
                _errors.Add(error);
        }

        public void ShouldBeFine() => _errors.ShouldBeEmpty();
    }
}
