using System.Text;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Pods.Cgroups;

public sealed class TaskLimitsSpecs
{
    private const string Resources =
        """
        "resources":[{"name":"cpus","scalar":{"value":0.5}},{"name":"cpus","scalar":{"value":1}},{"name":"mem","scalar":{"value":256}},{"name":"disk","scalar":{"value":64}}]
        """;

    [Fact]
    public void Resources_are_what_the_pod_is_entitled_to_and_limited_to()
    {
        var limits = Of(Resources);

        limits.Cpus.ShouldBe(1.5);
        limits.MaxCpus.ShouldBe(1.5);
        limits.CapsCpus.ShouldBeFalse();
        limits.Memory.ShouldBe(256L << 20);
        limits.MaxMemory.ShouldBe(256L << 20);
        limits.Disk.ShouldBe(64L << 20);
        limits.AreGiven.ShouldBeTrue();
    }

    [Fact]
    public void Limits_of_the_task_go_before_its_resources_and_cap_the_cpus()
    {
        var limits = Of($$"""{{Resources}},"limits":{"cpus":{"value":2},"mem":{"value":512} }""");

        (limits.Cpus, limits.MaxCpus, limits.CapsCpus).ShouldBe((1.5, 2, true));
        (limits.Memory, limits.MaxMemory).ShouldBe((256L << 20, 512L << 20));
    }

    [Fact]
    public void An_infinite_limit_is_none()
    {
        var limits = Of($$"""{{Resources}},"limits":{"cpus":{"value":"Infinity"},"mem":{"value":Infinity} }""");

        limits.MaxCpus.ShouldBeNull();
        limits.MaxMemory.ShouldBeNull();
        limits.Memory.ShouldBe(256L << 20);
    }

    [Fact]
    public void Cpus_without_a_limit_are_a_cap_when_configured() => Of(Resources, cpuQuota: true).CapsCpus.ShouldBeTrue();

    [Fact]
    public void A_task_without_resources_has_no_limits()
    {
        Of("\"name\":\"x\"").ShouldBe(PodLimits.None);
        PodLimits.None.AreGiven.ShouldBeFalse();
        PodLimits.None.ToString().ShouldBe("no limits");
    }

    [Fact]
    public void They_are_told_in_words() =>
        Of($$"""{{Resources}},"limits":{"cpus":{"value":2} }""").ToString()
            .ShouldBe("at most 256 MiB of memory, a share of 1.5 CPUs, at most 2 CPUs, 64 MiB of disk, to which nothing holds it");

    private static PodLimits Of(string fields, bool cpuQuota = false) =>
        TaskLimits.Of(TaskInfo.FromJson(Encoding.UTF8.GetBytes($$"""{"task_id":{"value":"t"},{{fields}} }""")), cpuQuota);
}
