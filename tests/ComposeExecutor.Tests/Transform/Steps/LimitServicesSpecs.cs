using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class LimitServicesSpecs
{
    private static readonly PodLimits Limits = new() { Cpus = 1, MaxCpus = 1, MaxMemory = 64 << 20 };

    [Fact]
    public void What_fits_into_the_task_is_kept_even_if_all_together_do_not()
    {
        const string Services = """{"a":{"mem_limit":"67108864","cpus":1},"b":{"deploy":{"resources":{"limits":{"memory":"67108864","cpus":"1.0"}}}}}""";

        var pod = Apply(Services, OverLimit.Refuse);

        pod.Model.Root["services"].ShouldBeJson(Services);
        pod.Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"mem_limit":"134217728"}""", "128 MiB of memory (mem_limit), but the task has 64 MiB.")]
    [InlineData("""{"mem_reservation":"67108865"}""", "of memory (mem_reservation), but the task has 64 MiB.")]
    [InlineData("""{"deploy":{"resources":{"limits":{"memory":"134217728"}}}}""", "128 MiB of memory (deploy.resources.limits.memory), but")]
    [InlineData("""{"deploy":{"resources":{"reservations":{"memory":"134217728"}}}}""", "128 MiB of memory (deploy.resources.reservations.memory), but")]
    [InlineData("""{"cpus":1.5}""", "1.5 CPUs (cpus), but the task has 1.")]
    [InlineData("""{"deploy":{"resources":{"limits":{"cpus":"2"}}}}""", "2 CPUs (deploy.resources.limits.cpus), but the task has 1.")]
    [InlineData("""{"deploy":{"resources":{"reservations":{"cpus":2}}}}""", "2 CPUs (deploy.resources.reservations.cpus), but the task has 1.")]
    [InlineData("""{"cpu_quota":200000}""", "2 CPUs (cpu_quota), but the task has 1.")]
    [InlineData("""{"cpu_quota":"75000","cpu_period":"50000"}""", "1.5 CPUs (cpu_quota), but the task has 1.")]
    public void A_service_that_asks_for_more_than_the_task_has_is_refused(string service, string message)
    {
        var refusal = Refusal($$"""{"a":{{service}}}""");

        refusal.ShouldStartWith("Service 'a' asks for ");
        refusal.ShouldContain(message);
        refusal.ShouldEndWith("Ask the framework for more, ask for less in the compose file, or set pod.overlimit to 'clamp'.");
    }

    [Fact]
    public void All_that_ask_for_too_much_are_told_at_once()
    {
        var refusal = Refusal("""{"a":{"mem_limit":"134217728"},"b":{"cpus":2}}""");

        refusal.ShouldContain("Service 'a' asks for 128 MiB");
        refusal.ShouldContain("Service 'b' asks for 2 CPUs");
    }

    [Fact]
    public void With_clamp_it_gets_what_the_task_has_and_a_note()
    {
        var pod = Apply(
            """
            {"a":{"mem_limit":"134217728","mem_reservation":"134217728","memswap_limit":"268435456","cpus":2,"cpu_quota":200000},
             "b":{"deploy":{"resources":{"limits":{"memory":"134217728","cpus":"2","pids":5}}}}}
            """,
            OverLimit.Clamp);

        pod.Fields("a").ShouldBeJson("""{"mem_limit":"67108864","mem_reservation":"67108864","memswap_limit":"268435456","cpus":1,"cpu_quota":100000}""");
        pod.Fields("b").ShouldBeJson("""{"deploy":{"resources":{"limits":{"memory":"67108864","cpus":1,"pids":5}}}}""");
        pod.Notes.Length.ShouldBe(6);
        pod.Notes[0].ShouldBe("Service 'a' asks for 128 MiB of memory (mem_limit); it gets what the task has, 64 MiB.");
    }

    [Fact]
    public void With_allow_nothing_changes() =>
        Apply("""{"a":{"mem_limit":"134217728"}}""", OverLimit.Allow).Fields("a").ShouldBeJson("""{"mem_limit":"134217728"}""");

    [Fact]
    public void A_task_without_limits_allows_everything() =>
        new LimitServices().Apply(Pod.Services("""{"a":{"mem_limit":"134217728","cpus":64}}"""), Pod.Context).Notes.ShouldBeEmpty();

    [Fact]
    public void Unlimited_swap_and_other_negative_numbers_ask_for_nothing() =>
        Apply("""{"a":{"memswap_limit":"-1","cpu_quota":-1,"mem_limit":"0"}}""", OverLimit.Refuse).Notes.ShouldBeEmpty();

    private static PodDraft Apply(string services, OverLimit overLimit) =>
        new LimitServices().Apply(Pod.Services(services), Pod.Context with { Limits = Limits, OverLimit = overLimit });

    private static string Refusal(string services) => new LimitServices().Refusal(Pod.Services(services), Pod.Context with { Limits = Limits });
}
