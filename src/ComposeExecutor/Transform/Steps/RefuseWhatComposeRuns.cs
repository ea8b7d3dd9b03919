namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Refuses services for which <c>docker compose up</c> does more than to start a container: in a pod Compose only creates containers, and
/// the service would run without what it counts on.
/// </summary>
public sealed class RefuseWhatComposeRuns : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Services)
        {
            if (service.Fields["provider"] is not null)
            {
                throw new TransformException(
                    $"Service '{service.Name}' has a provider: a program that Compose runs on its own machine, and no container. Run what it provides by itself, and give the services its address.");
            }

            if (service.Fields["models"] is not null)
            {
                throw new TransformException(
                    $"Service '{service.Name}' uses models, which Docker Model Runner serves on the machine of a developer. Serve the model in a service of its own, and give this one its address.");
            }

            if (service.Fields["use_api_socket"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
            {
                throw new TransformException(
                    $"Service '{service.Name}' has use_api_socket, by which Compose hands it the engine and the credentials of whoever runs it. Mount the socket as a volume, if the host allows that.");
            }
        }

        return draft;
    }
}
