using System.Collections.Immutable;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>What an event makes of a pod.</summary>
/// <param name="State">Its state from now on.</param>
/// <param name="Effects">What to do, in this order.</param>
public sealed record Transition(PodState State, ImmutableArray<PodEffect> Effects)
{
    /// <summary>Nothing happens.</summary>
    /// <param name="state">The state, which stays.</param>
    public static Transition None(PodState state) => new(state, []);

    /// <summary>This transition, followed by another one that begins in its state.</summary>
    /// <param name="next">What to do next.</param>
    public Transition Then(Func<PodState, Transition> next)
    {
        var following = next(State);
        return new Transition(following.State, Effects.AddRange(following.Effects));
    }
}
