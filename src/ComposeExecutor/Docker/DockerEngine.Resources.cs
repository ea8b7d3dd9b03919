using System.Net;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Docker;

// Networks and volumes.
public sealed partial class DockerEngine
{
    /// <summary>The ids of all networks that carry a label.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public async Task<IReadOnlyList<string>> NetworksAsync(string label, CancellationToken cancellationToken)
    {
        using var found = await AskAsync("list networks", HttpMethod.Get, $"networks?{WithLabel(label)}", cancellationToken);
        return [.. Listed(found).Select(network => network.Text("Id")).OfType<string>()];
    }

    /// <summary>The names of all volumes that carry a label.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public async Task<IReadOnlyList<string>> VolumesAsync(string label, CancellationToken cancellationToken)
    {
        using var found = await AskAsync("list volumes", HttpMethod.Get, $"volumes?{WithLabel(label)}", cancellationToken);
        return [.. found is null ? [] : found.RootElement.Items("Volumes").Select(volume => volume.Text("Name")).OfType<string>()];
    }

    /// <summary>Creates a network.</summary>
    /// <param name="description">The body of the engine's <c>POST /networks/create</c>.</param>
    /// <param name="cancellationToken">Gives up when cancelled; the engine may create it all the same.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task<string?> CreateNetworkAsync(JsonObject description, CancellationToken cancellationToken) =>
        CallAsync("create a network", async token =>
        {
            using var created = await _http.AskAsync(HttpMethod.Post, "networks/create", token, description);
            return created?.RootElement.Text("Id");
        }, cancellationToken);

    /// <summary>Removes a network; one that is gone already is no error.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer, or the network is still in use.</exception>
    public Task RemoveNetworkAsync(string id, CancellationToken cancellationToken) =>
        DoAsync($"remove network {id}", HttpMethod.Delete, $"networks/{Escaped(id)}", IsMissing, cancellationToken);

    /// <summary>Removes a volume; one that is gone already is no error.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer, or the volume is still in use.</exception>
    public Task RemoveVolumeAsync(string name, CancellationToken cancellationToken) =>
        DoAsync($"remove volume {name}", HttpMethod.Delete, $"volumes/{Escaped(name)}", IsMissing, cancellationToken);

    /// <summary>Removes a network or volume that several pods may use, unless another one still does or it was not made by a pod.</summary>
    /// <param name="collection"><c>networks</c> or <c>volumes</c>, as in the engine's paths.</param>
    /// <param name="name">Its name.</param>
    /// <param name="label">The label, of any value, without which it is somebody else's.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>Why it stays; null when it is gone.</returns>
    /// <exception cref="EngineException">The engine does not answer, or refuses for another reason.</exception>
    public Task<string?> RemoveUnlessUsedAsync(string collection, string name, string label, CancellationToken cancellationToken) =>
        CallAsync($"remove {name} from its {collection}", async token =>
        {
            try
            {
                using var found = await _http.AskAsync(HttpMethod.Get, $"{collection}/{Escaped(name)}", token);
                if (found?.RootElement.Field("Labels").Text(label) is null)
                    return "no pod has made it.";
                using var removed = await _http.AskAsync(HttpMethod.Delete, $"{collection}/{Escaped(name)}", token);
                return null;
            }
            catch (EngineRefusal refusal) when (IsMissing(refusal))
            {
                return null;
            }
            // The engine says "in use" with 409 for volumes, and with 403 for networks.
            catch (EngineRefusal refusal) when (refusal.Status is HttpStatusCode.Conflict or HttpStatusCode.Forbidden)
            {
                return refusal.Message;
            }
        }, cancellationToken);
}
