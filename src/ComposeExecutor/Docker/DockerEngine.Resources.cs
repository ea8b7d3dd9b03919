using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.Docker;

public sealed partial class DockerEngine
{
    /// <summary>The ids of all networks that carry a label.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<IReadOnlyList<string>> NetworksAsync(string label, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<string>>("list networks", async token =>
        {
            var found = await _client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = ByLabel(label) }, token);
            return [.. found.Select(network => network.ID)];
        }, cancellationToken);

    /// <summary>The names of all volumes that carry a label.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<IReadOnlyList<string>> VolumesAsync(string label, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<string>>("list volumes", async token =>
        {
            var found = await _client.Volumes.ListAsync(new VolumesListParameters { Filters = ByLabel(label) }, token);
            return [.. (found.Volumes ?? []).Select(volume => volume.Name)];
        }, cancellationToken);

    /// <summary>Removes a network; one that is gone already is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer, or the network is still in use.</exception>
    public Task RemoveNetworkAsync(string id, CancellationToken cancellationToken) =>
        CallAsync($"remove network {id}", token => IgnoringMissing(_client.Networks.DeleteNetworkAsync(id, token)), cancellationToken);

    /// <summary>Removes a volume; one that is gone already is no error.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer, or the volume is still in use.</exception>
    public Task RemoveVolumeAsync(string name, CancellationToken cancellationToken) =>
        CallAsync($"remove volume {name}", token => IgnoringMissing(_client.Volumes.RemoveAsync(name, force: null, token)), cancellationToken);

    /// <summary>Removes an image, unless something else uses it.</summary>
    /// <param name="reference">Its name or id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer, or the image is in use.</exception>
    public Task RemoveImageAsync(string reference, CancellationToken cancellationToken) =>
        CallAsync($"remove image {reference}", token =>
            IgnoringMissing(_client.Images.DeleteImageAsync(reference, new ImageDeleteParameters { Force = false }, token)), cancellationToken);

    /// <summary>Whether an image is on this host.</summary>
    /// <param name="reference">Its name or id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<bool> HasImageAsync(string reference, CancellationToken cancellationToken) =>
        CallAsync($"look for image {reference}", async token =>
        {
            try
            {
                await _client.Images.InspectImageAsync(reference, token);
                return true;
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }
        }, cancellationToken);

    private static async Task IgnoringMissing(Task removal)
    {
        try
        {
            await removal;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // What was to be removed is not there: done.
        }
    }
}
