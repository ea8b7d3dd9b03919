namespace ComposeExecutor.IntegrationTests.Images;

public sealed class PullSpecs : ImageTest
{
    [Fact]
    public async Task A_missing_image_is_pulled_and_told()
    {
        var registry = await RegistryAsync();
        var image = Owned((await registry.PutAsync(Engine, "team/job:1", Dockerfile)).Reference);

        await LaunchAsync($$"""services: { job: { image: "{{image}}", command: [echo, "hello from the registry"] } }""");

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("job.stdout").ShouldContain("hello from the registry");
        Read("compose-executor.log").ShouldContain($"Pulling {image} (without credentials).");
        Read("compose-executor.log").ShouldContain($"Pulled {image}.");
    }

    [Fact]
    public async Task An_image_is_pulled_by_its_digest()
    {
        var registry = await RegistryAsync();
        var (reference, digest) = await registry.PutAsync(Engine, "team/job:1", Dockerfile);
        var image = Owned($"{reference.Split(":1")[0]}@{digest}");

        await LaunchAsync($$"""services: { job: { image: "{{image}}", command: ["true"] } }""");

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_image_that_the_registry_does_not_know_fails_at_once_in_its_words()
    {
        var registry = await RegistryAsync();
        await registry.PutAsync(Engine, "team/job:1", Dockerfile);

        await LaunchAsync($$"""
            services:
              good: { image: "{{Engine.Busybox}}" }
              job: { image: "{{registry.Address}}/team/job:nosuchtag" }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        Message(failed).ShouldStartWith($"Image {registry.Address}/team/job:nosuchtag of service 'job' could not be pulled (tried once): ");
        Message(failed).ShouldContain("manifest unknown");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_registry_that_is_down_is_asked_again_and_then_given_up()
    {
        var address = $"127.0.0.1:{FreePorts.Take(1)[0]}";

        await LaunchWithAsync($$"""services: { job: { image: "{{address}}/team/job:1" } }""", ("launchtask.pullretry", "2"), ("launchtask.retryinterval", "100ms"));

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("could not be pulled (tried 3 times)");
        Message(failed).ShouldContain("connection refused");
        Read("compose-executor.log").ShouldContain("Trying again in 0.1 s.");
        Read("compose-executor.log").ShouldContain("Trying again in 0.2 s.");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_registry_that_comes_back_is_pulled_from()
    {
        var registry = await RegistryAsync();
        await registry.PutAsync(Engine, "team/job:1", Dockerfile);
        var port = FreePorts.Take(1)[0];
        var image = Owned($"127.0.0.1:{port}/team/job:1");
        await LaunchWithAsync($$"""services: { job: { image: "{{image}}", command: ["true"] } }""", ("launchtask.retryinterval", "1s"));
        await UntilWrittenAsync("compose-executor.log", "Trying again in");

        Owned(new RegistryProxy(registry.Port, port));

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_registry_that_dies_half_way_through_a_layer_does_not_fail_the_pod_when_it_is_back()
    {
        var registry = await RegistryAsync();
        await registry.PutAsync(Engine, "team/job:1", Dockerfile + "COPY large /large\n", Large());
        var proxy = Owned(new RegistryProxy(registry.Port) { Allowance = 500_000, Cuts = 1 });
        proxy.Release();
        var image = Owned($"{proxy.Address}/team/job:1");

        await LaunchAsync($$"""services: { job: { image: "{{image}}", command: [sh, -c, "wc -c < /large"] } }""");

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        proxy.HasCut.ShouldBe(1);
        Read("job.stdout").Trim().ShouldBe((2 << 20).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_registry_that_always_dies_half_way_fails_the_pod_no_later_than_the_launch_may_take()
    {
        var registry = await RegistryAsync();
        await registry.PutAsync(Engine, "team/job:1", Dockerfile + "COPY large /large\n", Large());
        var proxy = Owned(new RegistryProxy(registry.Port) { Allowance = 500_000, Cuts = int.MaxValue });

        await LaunchWithAsync($$"""services: { job: { image: "{{proxy.Address}}/team/job:1" } }""", ("launchtask.timeout", "3s"));

        var message = Message(await UntilAsync("TASK_FAILED"));
        message.ShouldContain($"did not run within 3 s (launchtask.timeout): image {proxy.Address}/team/job:1 was still being pulled: 1 of 2 layers are there");
        (await ExitCodeAsync()).ShouldBe(1);
        proxy.HasCut.ShouldBePositive();
    }

    [Fact]
    public async Task A_slow_pull_tells_every_ten_seconds_how_far_it_is_and_succeeds()
    {
        var registry = await RegistryAsync();
        await registry.PutAsync(Engine, "team/job:1", Dockerfile + "COPY large /large\n", Large());
        var proxy = Owned(new RegistryProxy(registry.Port) { Allowance = 500_000 });
        var image = Owned($"{proxy.Address}/team/job:1");
        await LaunchAsync($$"""services: { job: { image: "{{image}}", command: ["true"] } }""");
        await proxy.Holding.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        await UntilWrittenAsync("compose-executor.log", $"Still pulling {image}: ");
        proxy.Release();

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        var log = Read("compose-executor.log");
        log.ShouldContain("of 2.1 MB of what is being fetched");
        log.ShouldNotContain("Downloading");
    }

    [Fact]
    public async Task A_kill_ends_a_pull_at_once()
    {
        var registry = await RegistryAsync();
        await registry.PutAsync(Engine, "team/job:1", Dockerfile + "COPY large /large\n", Large());
        var proxy = Owned(new RegistryProxy(registry.Port) { Allowance = 500_000 });
        var image = Owned($"{proxy.Address}/team/job:1");
        await LaunchAsync($$"""services: { job: { image: "{{image}}" } }""");
        await proxy.Holding.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Agent.Kill(TaskId);

        Reason(await UntilAsync("TASK_KILLED")).ShouldBe("REASON_TASK_KILLED_DURING_LAUNCH");
        (await ExitCodeAsync()).ShouldBe(0);
        // The engine notices that nobody wants the layer any more when the registry goes on with it.
        proxy.Release();
        await proxy.Closed.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        (await Engine.HasImageAsync(image)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_image_for_another_platform_than_the_service_asks_for_is_told()
    {
        var registry = await RegistryAsync();
        var image = Owned((await registry.PutAsync(Engine, "team/job:1", Dockerfile)).Reference);

        await LaunchAsync($$"""services: { job: { image: "{{image}}", platform: linux/s390x } }""");

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("could not be pulled (tried once)");
        Message(failed).ShouldContain("linux/s390x");
        Message(failed).ShouldContain("platform");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_image_that_is_there_for_another_platform_is_pulled_for_the_right_one()
    {
        var registry = await RegistryAsync();
        var image = Owned((await registry.PutAsync(Engine, "team/job:1", Dockerfile)).Reference);
        Owned(await Engine.ImportAsync($"{registry.Address}/team/job", "1", "linux/s390x"));

        await LaunchAsync($$"""services: { job: { image: "{{image}}", platform: linux/amd64, command: ["true"] } }""");

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("compose-executor.log").ShouldContain($"Pulled {image}.");
    }

    [Fact]
    public async Task What_images_expose_decides_on_the_network()
    {
        var registry = await RegistryAsync();
        var one = Owned((await registry.PutAsync(Engine, "team/one:1", Dockerfile + "EXPOSE 8080\n")).Reference);
        var two = Owned((await registry.PutAsync(Engine, "team/two:1", Dockerfile + "EXPOSE 8080\n")).Reference);

        await LaunchAsync($$"""
            services:
              one: { image: "{{one}}", init: true, command: [sleep, "1000"] }
              two: { image: "{{two}}", init: true, command: [sleep, "1000"] }
            """);

        await UntilAsync("TASK_RUNNING");
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(2);
        Read("pod.yaml").ShouldContain("8080");
        await KillAsync();
    }
}
