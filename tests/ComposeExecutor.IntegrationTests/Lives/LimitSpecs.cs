using System.Text.Json.Nodes;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>What holds a pod to the resources of its task. The executor runs in no cgroup of its own, as with Mesos' posix launcher.</summary>
public sealed class LimitSpecs : PodTest
{
    private const string Made = "The pod's cgroup is ";
    private const string NotHeld = "not held to the task's resources";

    [Fact]
    public async Task A_pod_whose_services_together_use_more_memory_than_the_task_has_runs_out_of_it_and_leaves_no_cgroup()
    {
        // Each reads 40 MB into its memory, which the task has for one of them, and then waits for somebody to take them.
        const string Holding = "mkfifo /tmp/f; sleep 1000 <> /tmp/f & exec dd if=/dev/zero of=/tmp/f bs=40M count=1";
        Write("compose.yml", $$"""
            services:
              one: { image: "{{Engine.Busybox}}", command: [sh, -c, "{{Holding}}"] }
              two: { image: "{{Engine.Busybox}}", command: [sh, -c, "{{Holding}}"] }
            """);
        await LaunchAsync(Task() with { Mem = 64 });
        await UntilWrittenAsync("compose-executor.log", "Wrote pod.yaml");

        if (!Read("compose-executor.log").Contains(Made, StringComparison.Ordinal))
        {
            // This host does not let the executor make a cgroup: that is told, and nothing else changes.
            await UntilAsync("TASK_RUNNING");
            Read("compose-executor.log").ShouldContain(NotHeld);
            await KillAsync();
            return;
        }

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("ran out of memory and was killed (exit code 137): all services of the pod together used 6");
        Message(failed).ShouldContain("of the task's 64 MiB.");
        failed.GetProperty("limitation").GetProperty("resources")[0].GetProperty("scalar").GetProperty("value").GetDouble().ShouldBeInRange(60, 64);
        Reason(failed).ShouldBe("REASON_CONTAINER_LIMITATION_MEMORY");
        (await ExitCodeAsync()).ShouldBe(1);
        Cgroups.Of(ProjectOfLog()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pods_cgroup_has_the_resources_and_limits_of_the_task_and_holds_every_container()
    {
        Write("compose.yml", Idle);
        await LaunchAsync(Task() with
        {
            Cpus = 0.5,
            Mem = 128,
            Extra = new() { ["limits"] = new JsonObject { ["cpus"] = Scalar(1.5), ["mem"] = Scalar(192) } },
        });
        await UntilAsync("TASK_RUNNING");
        var parents = await Engine.CgroupParentsAsync(TaskId);
        parents.Count.ShouldBe(2);
        var parent = parents.Distinct().ShouldHaveSingleItem();

        if (parent.Length == 0)
        {
            Read("compose-executor.log").ShouldContain(NotHeld);
        }
        else
        {
            Path.GetFileName(parent).ShouldContain(parent.EndsWith(".slice", StringComparison.Ordinal) ? ProjectOfLog().Replace('-', '.') : ProjectOfLog());
            Cgroups.MemoryLimit(parent).ShouldBe(192L << 20);
            Cgroups.CpuLimit(parent).ShouldBe(1.5);
            Cgroups.Members(parent).ShouldBe(2);
            Read("compose-executor.log").ShouldContain("at most 192 MiB of memory, a share of 0.5 CPUs, at most 1.5 CPUs, 64 MiB of disk, to which nothing holds it");
        }

        await KillAsync();
        Cgroups.Of(ProjectOfLog()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Limits_that_are_infinite_are_none()
    {
        Write("compose.yml", Idle);
        await LaunchAsync(Task() with
        {
            Extra = new() { ["limits"] = new JsonObject { ["cpus"] = Scalar(double.PositiveInfinity), ["mem"] = Scalar(double.PositiveInfinity) } },
        });
        await UntilAsync("TASK_RUNNING");

        if ((await Engine.CgroupParentsAsync(TaskId))[0] is { Length: > 0 } parent)
        {
            Cgroups.MemoryLimit(parent).ShouldBeNull();
            Cgroups.CpuLimit(parent).ShouldBeNull();
        }

        await KillAsync();
    }

    [Fact]
    public async Task The_pods_cgroup_is_made_where_the_operator_says_and_the_task_may_not_leave_it()
    {
        var place = Engine.UsesSlices ? $"limits{Guid.NewGuid():N}.slice" : $"/limits-{Guid.NewGuid():N}";
        Write("config.yaml", $"pod: {{ cgroupparent: {place} }}");
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"], cgroup_parent: "{{(Engine.UsesSlices ? "elsewhere.slice" : "/elsewhere")}}" }
            """);
        await UntilAsync("TASK_RUNNING");

        var parent = (await Engine.CgroupParentsAsync(TaskId)).Distinct().ShouldHaveSingleItem();
        if (Read("compose-executor.log").Contains(Made, StringComparison.Ordinal))
            parent.ShouldBe(Engine.UsesSlices ? $"{place[..^".slice".Length]}-{ProjectOfLog().Replace('-', '.')}.slice" : $"{place}/{ProjectOfLog()}");
        else
            parent.ShouldBe(place);
        Read("compose-executor.log").ShouldContain("it runs in the pod's own cgroup instead");

        await KillAsync();
        Cgroups.Of(ProjectOfLog()).ShouldBeEmpty();
        Cgroups.RemoveEmpty(place);
    }

    [Fact]
    public async Task A_service_that_asks_for_more_than_the_task_has_is_refused()
    {
        Write("compose.yml", $$"""
            services:
              big: { image: "{{Engine.Busybox}}", mem_limit: 512m }
              fast: { image: "{{Engine.Busybox}}", deploy: { resources: { limits: { cpus: "2" } } } }
            """);
        await LaunchAsync(Task() with { Mem = 256, Cpus = 1, Extra = [] });

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_TASK_INVALID");
        Message(failed).ShouldContain("Service 'big' asks for 512 MiB of memory (mem_limit), but the task has 256 MiB.");
        Message(failed).ShouldContain("Service 'fast' asks for 2 CPUs (deploy.resources.limits.cpus), but the task has 1.");
        await ExitCodeAsync();
        Cgroups.Of(ProjectOfLog()).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_limited_to_what_the_task_has_when_configured()
    {
        Write("config.yaml", "pod: { overlimit: clamp }");
        Write("compose.yml", $$"""
            services:
              big: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"], mem_limit: 512m, mem_reservation: 300m, cpus: 4 }
            """);
        await LaunchAsync(Task() with { Mem = 256, Cpus = 1, Extra = [] });
        await UntilAsync("TASK_RUNNING");

        var big = (await Engine.ContainerAsync(TaskId, "big")).HostConfig!;
        big.Memory.ShouldBe(256L << 20);
        big.MemoryReservation.ShouldBe(256L << 20);
        big.NanoCPUs.ShouldBe(1_000_000_000);
        Read("pod.yaml").ShouldContain("Service 'big' asks for 512 MiB of memory (mem_limit); it gets what the task has, 256 MiB.");
        await KillAsync();
    }

    [Fact]
    public async Task What_a_service_asks_for_within_the_task_reaches_its_container()
    {
        Write("compose.yml", $$"""
            services:
              fields:
                image: {{Engine.Busybox}}
                init: true
                command: [sleep, "1000"]
                mem_limit: 32m
                mem_reservation: 16m
                memswap_limit: 64m
                cpus: 0.25
                cpu_shares: 512
                pids_limit: 50
                shm_size: 16m
                oom_score_adj: 100
                ulimits: { nofile: { soft: 100, hard: 200 }, core: 0 }
              deployed:
                image: {{Engine.Busybox}}
                init: true
                command: [sleep, "1000"]
                deploy:
                  resources:
                    limits: { cpus: "0.5", memory: 48M, pids: 20 }
                    reservations: { memory: 24M }
            """);
        await LaunchAsync(Task() with { Extra = [] });
        await UntilAsync("TASK_RUNNING");

        var fields = (await Engine.ContainerAsync(TaskId, "fields")).HostConfig!;
        fields.Memory.ShouldBe(32L << 20);
        fields.MemoryReservation.ShouldBe(16L << 20);
        fields.MemorySwap.ShouldBe(64L << 20);
        fields.NanoCPUs.ShouldBe(250_000_000);
        fields.CPUShares.ShouldBe(512);
        fields.PidsLimit.ShouldBe(50);
        fields.ShmSize.ShouldBe(16L << 20);
        fields.OomScoreAdj.ShouldBe(100);
        fields.Ulimits!.Select(limit => (limit.Name, limit.Soft, limit.Hard)).ShouldBe([("nofile", 100, 200), ("core", 0, 0)], ignoreOrder: true);

        var deployed = (await Engine.ContainerAsync(TaskId, "deployed")).HostConfig!;
        deployed.Memory.ShouldBe(48L << 20);
        deployed.MemoryReservation.ShouldBe(24L << 20);
        deployed.NanoCPUs.ShouldBe(500_000_000);
        deployed.PidsLimit.ShouldBe(20);
        await KillAsync();
    }

    [Fact]
    public async Task Devices_that_a_service_reserves_are_asked_of_the_engine_which_says_what_it_lacks()
    {
        MayLeaveSomething = true;
        Write("config.yaml", "cleanpod: { cleanfailtask: false }");
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                deploy: { resources: { reservations: { devices: [{ driver: no-such-driver, capabilities: [gpu], count: 1 }] } } }
            """);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("no-such-driver");
        await ExitCodeAsync();
        var request = (await Engine.ContainerAsync(TaskId, "web")).HostConfig!.DeviceRequests!.ShouldHaveSingleItem();
        request.Count.ShouldBe(1);
        request.Capabilities!.ShouldHaveSingleItem().ShouldBe(["gpu"]);
    }

    private static JsonObject Scalar(double value) => new()
    {
        ["value"] = double.IsFinite(value) ? value : "Infinity",
    };

    private string ProjectOfLog()
    {
        const string Before = "its pod is project ";
        var log = Read("compose-executor.log");
        var start = log.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return log[start..log.IndexOf(".\n", start, StringComparison.Ordinal)];
    }
}
