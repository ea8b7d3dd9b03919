using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ComposeExecutor.IntegrationTests.Images;

public sealed class BuildSpecs : ImageTest
{
    private static readonly (string, string) Allowed = ("pod.build", "true");

    [Fact]
    public async Task An_image_without_a_name_is_built_for_the_pod_and_removed_with_it()
    {
        Write("app/Dockerfile", Dockerfile + "COPY greeting /greeting\nRUN echo a line of the build\nEXPOSE 8080\n");
        Write("app/greeting", "hello from the build");

        await LaunchWithAsync("""services: { app: { build: { context: ./app, network: none }, init: true, command: [sh, -c, "cat /greeting; exec sleep 1000"] } }""", Allowed);

        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("app.stdout", "hello from the build");
        var image = (await Engine.ImagesAsync(TaskId)).ShouldHaveSingleItem();
        image.RepoTags.ShouldHaveSingleItem().ShouldEndWith("-app:latest");
        Read("compose-executor.log").ShouldContain("Build: #");
        Read("compose-executor.log").ShouldContain("a line of the build");
        await KillAsync();
        (await Engine.ImagesAsync(TaskId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_building_is_not_allowed_it_is_refused_with_both_ways_out()
    {
        Write("app/Dockerfile", Dockerfile);

        await LaunchAsync("services: { app: { build: { context: ./app, network: none } } }");

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_TASK_INVALID");
        Message(failed).ShouldContain("Service 'app' names no image, but how to build one");
        Message(failed).ShouldContain("Push its image and name it in the file, or set pod.build to true.");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_build_that_fails_is_told_in_its_words_with_its_last_output()
    {
        Write("app/Dockerfile", Dockerfile + "RUN echo the reason is here; exit 7\n");

        await LaunchWithAsync("services: { app: { build: { context: ./app, network: none } } }", Allowed);

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        Message(failed).ShouldContain("-app of service 'app' could not be built: failed to solve");
        Message(failed).ShouldContain("exit code: 7");
        Message(failed).ShouldContain("the reason is here");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_kill_ends_a_build_at_once_and_leaves_nothing_building()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        Write("app/Dockerfile", Dockerfile + $"RUN nc 127.0.0.1 {port}\n");
        await LaunchWithAsync("services: { app: { build: { context: ./app, network: host } } }", Allowed);
        using var step = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Agent.Kill(TaskId);

        Reason(await UntilAsync("TASK_KILLED")).ShouldBe("REASON_TASK_KILLED_DURING_LAUNCH");
        // The step's program is gone when its end of the connection is.
        (await step.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken)).ShouldBe(0);
        (await ExitCodeAsync()).ShouldBe(0);
        (await Engine.ImagesAsync(TaskId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_named_image_that_is_at_no_registry_is_built_and_stays()
    {
        var registry = await RegistryAsync();
        var image = Owned($"{registry.Address}/team/app:1");
        Write("app/Dockerfile", Dockerfile);

        await LaunchWithAsync($$"""services: { app: { image: "{{image}}", build: { context: ./app, network: none }, command: ["true"] } }""", Allowed);

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("compose-executor.log").ShouldContain("could not be pulled, and is built: Error response from daemon: ");
        (await Engine.HasImageAsync(image)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_named_image_that_is_at_no_registry_fails_where_building_is_not_allowed_and_that_is_told()
    {
        var registry = await RegistryAsync();
        Write("app/Dockerfile", Dockerfile);

        await LaunchAsync($$"""services: { app: { image: "{{registry.Address}}/team/app:1", build: ./app } }""");

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldStartWith($"Image {registry.Address}/team/app:1 of service 'app' could not be pulled (tried once): Error response from daemon: ");
        Message(failed).ShouldEndWith("It has a build section, but images are not built here (pod.build is false).");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_named_image_that_is_at_its_registry_is_pulled_and_not_built()
    {
        var registry = await RegistryAsync();
        var image = Owned((await registry.PutAsync(Engine, "team/app:1", Dockerfile + "RUN echo of the registry > /version\n")).Reference);
        Write("app/Dockerfile", Dockerfile + "RUN echo built > /version\n");

        await LaunchWithAsync($$"""services: { app: { image: "{{image}}", build: { context: ./app, network: none }, command: [cat, /version] } }""", Allowed);

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("app.stdout").Trim().ShouldBe("of the registry");
    }

    [Fact]
    public async Task With_pull_policy_build_an_image_is_built_even_where_it_is_there()
    {
        var image = Owned($"compose-executor-tests/app:{TaskId.Split('.')[1]}");
        Owned(await Engine.BuildAsync(image, Dockerfile + $"RUN echo old > /version\nLABEL of={TaskId}\n"));
        Write("app/Dockerfile", Dockerfile + "RUN echo new > /version\n");

        await LaunchWithAsync($$"""services: { app: { image: "{{image}}", build: { context: ./app, network: none }, pull_policy: build, command: [cat, /version] } }""", Allowed);

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("app.stdout").Trim().ShouldBe("new");
    }

    [Fact]
    public async Task Replicas_of_a_built_service_share_its_image()
    {
        Write("app/Dockerfile", Dockerfile);

        await LaunchWithAsync("services: { app: { build: { context: ./app, network: none }, scale: 2, init: true, command: [sleep, '1000'] } }", Allowed);

        await UntilAsync("TASK_RUNNING");
        (await Engine.ImagesAsync(TaskId)).ShouldHaveSingleItem();
        await KillAsync();
    }
}
