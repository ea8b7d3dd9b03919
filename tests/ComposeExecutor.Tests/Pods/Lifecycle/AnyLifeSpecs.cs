using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class AnyLifeSpecs
{
    private static readonly Gen<Dependency[]> Dependencies = Gen.Select(
        Gen.Int[0, 100], Gen.Enum<DependencyCondition>(), Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))), Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        (at, condition, required, restart) => new Dependency($"{at}", condition, required, restart)).Array[0, 3];

    private static readonly Gen<RestartPolicy> Policies = Gen.Frequency(
        (2, Gen.Const(RestartPolicy.Never)),
        (3, Gen.Select(Gen.Enum<RestartCondition>(), Gen.Int[0, 3], Gen.Bool, Gen.Bool, (condition, most, delay, window) => new RestartPolicy(
            condition,
            most == 0 ? null : most,
            delay ? TimeSpan.FromSeconds(3) : null,
            window ? TimeSpan.FromSeconds(500) : null))));

    private static readonly Gen<ServiceSpec> Services = Gen.Select(
        Dependencies, Policies, Gen.Frequency((5, Gen.Const(ServiceRole.Main)), (1, Gen.Const(ServiceRole.Sidecar)), (1, Gen.Const(ServiceRole.Init))), Gen.Bool, Gen.Int[0, 3],
        (dependencies, policy, role, isChecked, hooks) => new ServiceSpec("", [.. dependencies], isChecked, TimeSpan.FromSeconds(5))
        {
            Restart = policy,
            Role = role,
            HasPostStart = hooks == 1,
            HasPreStop = hooks >= 2,
        });

    private static readonly Gen<PodSpec> Pods = Gen.Select(
        Services.Array[1, 6], Gen.Bool, Gen.Enum<UnhealthyAction>(), Gen.Bool,
        (services, isService, action, hasGrace) => Life.Spec(services.Select(Named)) with
        {
            IsService = isService,
            Unhealthy = new UnhealthyRule(action, TimeSpan.FromSeconds(1)),
            StopGrace = hasGrace ? TimeSpan.FromSeconds(7) : null,
        });

    [Fact]
    public void Every_life_of_a_pod_keeps_the_rules_and_ends() =>
        Gen.Select(Pods, Gen.Int[0, 200], Gen.Int).Sample((pod, steps, seed) => new World(pod, seed).Live(steps), iter: 20_000);

    [Fact]
    public void A_killed_pod_ends_even_if_the_engine_answers_nothing_more() =>
        Gen.Select(Pods, Gen.Int[0, 100], Gen.Int).Sample((pod, steps, seed) => new World(pod, seed).Live(steps, silent: true), iter: 10_000);

    [Fact]
    public void Every_outcome_is_reached_by_some_life()
    {
        var outcomes = new HashSet<TaskState>();
        var restarted = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var world = new World(Life.Spec([Life.Checked("s0"), Life.Service("s1", Life.Healthy("s0")) with { Restart = new RestartPolicy(RestartCondition.OnFailure, 2) }]), seed);
            world.Live(seed % 40);
            outcomes.Add(world.Outcome.State);
            restarted += world.HasRestarted ? 1 : 0;
        }

        outcomes.ShouldBe([TaskState.Finished, TaskState.Failed, TaskState.Killed], ignoreOrder: true);
        restarted.ShouldBeGreaterThan(0);
    }

    // A service depends on services before it only, as Compose refuses circles.
    private static ServiceSpec Named(ServiceSpec service, int at) => service with
    {
        Name = $"s{at}",
        DependsOn =
        [
            .. service.DependsOn.Where(_ => at > 0)
                .Select(dependency => dependency with { Service = $"s{int.Parse(dependency.Service, System.Globalization.CultureInfo.InvariantCulture) % at}" })
                .DistinctBy(dependency => dependency.Service),
        ],
    };
}
