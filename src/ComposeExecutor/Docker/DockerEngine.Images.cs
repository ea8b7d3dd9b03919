using System.Net;

namespace ComposeExecutor.Docker;

// Images.
public sealed partial class DockerEngine
{
    /// <summary>Looks at an image.</summary>
    /// <param name="reference">Its name, with a tag or a digest, or its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>The image; null when it is not on this host.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<ImageSnapshot?> ImageAsync(string reference, CancellationToken cancellationToken) =>
        CallAsync($"look for image {reference}", async token =>
        {
            try
            {
                using var image = await _http.AskAsync(HttpMethod.Get, $"images/{Escaped(reference)}/json", token);
                return ImageReader.Read(image?.RootElement ?? default);
            }
            catch (EngineRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
            {
                return null;
            }
        }, cancellationToken);

    /// <summary>The ids of all images that carry a label.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public async Task<IReadOnlyList<string>> ImagesAsync(string label, CancellationToken cancellationToken)
    {
        using var found = await AskAsync("list images", HttpMethod.Get, $"images/json?{WithLabel(label)}", cancellationToken);
        return [.. Listed(found).Select(image => image.Text("Id")).OfType<string>()];
    }

    /// <summary>Removes an image, unless something else uses it; one that is gone already is no error.</summary>
    /// <param name="reference">Its name or id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer, or the image is in use.</exception>
    public Task RemoveImageAsync(string reference, CancellationToken cancellationToken) =>
        DoAsync($"remove image {reference}", HttpMethod.Delete, $"images/{Escaped(reference)}", IsMissing, cancellationToken);

    /// <summary>Loads images from an archive, as <c>docker load</c> does.</summary>
    /// <param name="archive">The archive, which may be compressed.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>What went wrong by the engine's own account, told after it had already answered 200; null when nothing did.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<string?> LoadImageAsync(Stream archive, CancellationToken cancellationToken) =>
        CallAsync("load an image", async token =>
        {
            using var response = await _http.OpenAsync(HttpMethod.Post, "images/load?quiet=1", EngineHttp.Archive(archive), token);
            string? error = null;
            await foreach (var message in EngineMessages.ReadAsync(await response.Content.ReadAsStreamAsync(token), token))
            {
                using (message)
                    error ??= message.RootElement.Text("error");
            }

            return error;
        }, cancellationToken);
}
