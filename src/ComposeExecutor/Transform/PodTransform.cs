using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Transform;

/// <summary>Makes a Compose project a pod, in small steps that each have a file and tests of their own.</summary>
public static class PodTransform
{
    /// <summary>The steps, in the order in which they rely on one another.</summary>
    public static readonly ImmutableArray<ITransformStep> Steps =
    [
        new NameProject(),
        new ForgetProfiles(),
        new DropEmptyServices(),
        new RefuseWhatComposeRuns(),
        new LeaveOutWhatHasNoMeaning(),
        new NameBuiltImages(),
        new ExpandReplicas(),
        new AssignRoles(),
        new ChooseMembers(),
        new RefuseWhatCannotBeShared(),
        new WriteInlineFiles(),
        new MountSandbox(),
        new AddInfraContainer(),
        new UseHostNetwork(),
        new MoveNetworkIdentity(),
        new ResolveServiceNames(),
        new MoveNetworks(),
        new AssignPorts(),
        new TellPorts(),
        new JoinInfraContainer(),
        new FollowVolumesFrom(),
        new PrefixContainerNames(),
        new KeepRestartsFromDocker(),
        new RestoreNames(),
        new RestoreZeros(),
        new LimitServices(),
        new PlaceInCgroup(),
        new LabelEverything(),
    ];

    /// <summary>Makes a pod of a project.</summary>
    /// <param name="project">The project as Compose rendered it; it is not changed.</param>
    /// <param name="context">What is known of the pod.</param>
    /// <exception cref="TransformException">The project cannot become a pod; nothing has been done.</exception>
    public static PodDraft Apply(ComposeModel project, PodContext context)
    {
        if (context.Network != PodNetwork.Auto)
            return Run(project, context, []);
        if (!context.Share.HasFlag(PodNamespaces.Net))
            return Run(project, context with { Network = PodNetwork.Compose }, []);

        // What stands against sharing is known to the steps that would do it: they are tried.
        try
        {
            return Run(project, context, ["All services share one network: nothing in the files speaks against it (pod.network is auto)."]);
        }
        catch (CannotShareException conflict)
        {
            return Run(project, context with { Network = PodNetwork.Compose }, [$"The services keep the networks of their files (pod.network is auto): {conflict.Reason}"]);
        }
    }

    private static PodDraft Run(ComposeModel project, PodContext context, ImmutableArray<string> notes) =>
        Steps.Aggregate(new PodDraft(project.Clone()) { Notes = notes }, (draft, step) => step.Apply(draft, context));
}
