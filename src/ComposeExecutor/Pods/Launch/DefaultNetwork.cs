using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Launch;

/// <summary>
/// The pod's default network, created while the files are still being read: nearly every pod needs it, and it takes the engine
/// longer than the reading takes Compose, which finds it there by its name and labels as if it had made it itself.
/// </summary>
internal sealed partial class DefaultNetwork(PodIdentity identity, DockerEngine engine, ILogger log)
{
    private const string Key = "default";

    private string? _id;

    private string FullName => $"{identity.Project}_{Key}";

    /// <summary>Whether nobody knows if the engine has created it.</summary>
    public bool BrokenOff { get; private set; }

    /// <summary>Creates the network. Never throws: when it cannot be created, Compose tries itself, and tells why it cannot.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>Whether it may be there now.</returns>
    public async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        var labels = new JsonObject { ["com.docker.compose.project"] = identity.Project, ["com.docker.compose.network"] = Key };
        foreach (var (name, value) in identity.Labels)
            labels[name] = value;
        try
        {
            _id = await engine.CreateNetworkAsync(new JsonObject { ["Name"] = FullName, ["CheckDuplicate"] = true, ["Labels"] = labels }, cancellationToken);
            return _id is not null;
        }
        catch (EngineException exception)
        {
            LogNotCreated(log, FullName, exception.Message);
            return BrokenOff = exception.MayHaveActed;
        }
        catch (OperationCanceledException)
        {
            return BrokenOff = true;
        }
    }

    /// <summary>Removes the network again, if it was created.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public Task RemoveAsync(CancellationToken cancellationToken) =>
        _id is null ? Task.CompletedTask : engine.RemoveNetworkAsync(_id, cancellationToken);

    /// <summary>Whether the pod's default network is the plain one that <see cref="CreateAsync"/> creates, with nothing asked of it.</summary>
    /// <param name="model">The pod as the transform has made it.</param>
    public bool Fits(ComposeModel model) =>
        (model.Root["networks"] as JsonObject)?[Key] is JsonObject network
        && network["name"].AsText() == FullName
        && network.All(field => field.Key is "name" or "labels" || (field.Key == "ipam" && field.Value is JsonObject { Count: 0 }))
        && (network["labels"] as JsonObject)?.Count == identity.Labels.Count;

    [LoggerMessage(LogLevel.Debug, "The network {Name} was not created ahead: {Reason}")]
    private static partial void LogNotCreated(ILogger log, string name, string reason);
}
