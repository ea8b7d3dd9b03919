using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Transform;

/// <summary>Makes a Compose project a pod, in small steps that each have a file and tests of their own.</summary>
public static class PodTransform
{
    /// <summary>The steps, in the order in which they rely on one another.</summary>
    public static readonly ImmutableArray<ITransformStep> Steps =
    [
        new RefuseWhatCannotBeShared(),
        new NameProject(),
        new DropEmptyServices(),
        new WriteInlineFiles(),
        new AddInfraContainer(),
        new MoveNetworkIdentity(),
        new MoveNetworks(),
        new ResolveServiceNames(),
        new RefuseSharedPorts(),
        new AssignPorts(),
        new JoinInfraNetwork(),
        new PrefixContainerNames(),
        new KeepRestartsFromDocker(),
        new PlaceInCgroup(),
        new LabelEverything(),
    ];

    /// <summary>Makes a pod of a project.</summary>
    /// <param name="project">The project as Compose rendered it; it is not changed.</param>
    /// <param name="context">What is known of the pod.</param>
    /// <exception cref="TransformException">The project cannot become a pod; nothing has been done.</exception>
    public static PodDraft Apply(ComposeModel project, PodContext context) =>
        Steps.Aggregate(new PodDraft(project.Clone()), (draft, step) => step.Apply(draft, context));
}
