using ComposeExecutor.Compose;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class AnyLifeSpecs
{
    // A service depends on services before it only, as Compose refuses circles.
    private static readonly Gen<PodSpec> Pods =
        from count in Gen.Int[1, 6]
        from services in Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 100], Gen.Enum<DependencyCondition>(), Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))).Array[0, 3]).Array[count]
        select Life.Spec(services.Select((service, at) => new ServiceSpec(
            $"s{at}",
            [
                .. service.Item2.Where(_ => at > 0).DistinctBy(dependency => dependency.Item1 % at)
                    .Select(dependency => new Dependency($"s{dependency.Item1 % at}", dependency.Item2, dependency.Item3)),
            ],
            service.Item1,
            TimeSpan.FromSeconds(at + 1))));

    [Fact]
    public void Every_life_of_a_pod_keeps_the_rules_and_ends() =>
        Gen.Select(Pods, Gen.Int[0, 200], Gen.Int).Sample((pod, steps, seed) => new World(pod, seed).Live(steps), iter: 5_000);

    [Fact]
    public void Every_outcome_is_reached_by_some_life()
    {
        var outcomes = new HashSet<TaskState>();
        for (var seed = 0; seed < 500; seed++)
        {
            var world = new World(Life.Spec([Life.Checked("s0"), Life.Service("s1", Life.Healthy("s0"))]), seed);
            world.Live(seed % 40);
            outcomes.Add(world.Outcome.State);
        }

        outcomes.ShouldBe([TaskState.Finished, TaskState.Failed, TaskState.Killed], ignoreOrder: true);
    }
}
