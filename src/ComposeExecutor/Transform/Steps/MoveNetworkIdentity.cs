namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Moves what belongs to a network namespace (host name, DNS, MAC address, <c>net.*</c> sysctls) from the services to the infra
/// container: Docker refuses these fields on a container that joins another one's network.
/// </summary>
public sealed class MoveNetworkIdentity : ITransformStep
{
    private static readonly string[] Fields = ["hostname", "domainname", "dns", "dns_search", "dns_opt", "mac_address"];

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (!draft.Members.Any())
            return draft;
        var infra = draft.InfraService.Fields;
        var shared = new SharedFields(infra, disagreement => new CannotShareException(
            $"{disagreement}, but in a shared network there is only one.", "Give both the same value, or remove one."));
        foreach (var service in draft.Members)
        {
            foreach (var field in Fields)
                shared.Move(service, field);
            shared.MoveSysctls(service, "net.");
        }

        // Without a name of its own a container is named after its id, which says nothing to the person at its prompt.
        if (infra["hostname"] is null)
            infra["hostname"] = context.Project;
        return draft;
    }
}
