using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Pods.Cgroups;

public sealed class SystemdSliceSpecs
{
    private const string Manager = "call --allow-interactive-authorization=no org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager";

    [Fact]
    public void A_slice_is_started_with_its_limits() =>
        string.Join(' ', SystemdSlice.Start("system-shop.1.slice", "shop-1", new PodLimits { Cpus = 0.5, MaxCpus = 1.5, CapsCpus = true, Memory = 1000, MaxMemory = 2000 }))
            .ShouldBe($"{Manager} StartTransientUnit ssa(sv)a(sa(sv)) system-shop.1.slice replace 6 "
                + "Description s Pod shop-1 of compose-executor MemoryMax t 2000 MemorySwapMax t 0 MemoryLow t 1000 CPUWeight t 20 CPUQuotaPerSecUSec t 1500000 0");

    [Fact]
    public void A_slice_without_limits_has_a_description_only() =>
        string.Join(' ', SystemdSlice.Start("pods-a.slice", "a", PodLimits.None))
            .ShouldBe($"{Manager} StartTransientUnit ssa(sv)a(sa(sv)) pods-a.slice replace 1 Description s Pod a of compose-executor 0");

    [Fact]
    public void A_slice_is_stopped_by_its_name() => string.Join(' ', SystemdSlice.Stop("pods-a.slice")).ShouldBe($"{Manager} StopUnit ss pods-a.slice replace");
}
