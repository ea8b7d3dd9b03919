namespace ComposeExecutor.Transform.Steps;

/// <summary>Lets every service join the infra container's network namespace.</summary>
public sealed class JoinInfraNetwork : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Services)
            service.Fields["network_mode"] = $"service:{draft.Infra}";
        return draft;
    }
}
