namespace ComposeExecutor.IntegrationTests.Images;

public sealed class PullPolicySpecs : ImageTest
{
    [Theory]
    [InlineData("always", "false", "new")]
    [InlineData("always", "true", "old")]
    [InlineData("missing", "false", "old")]
    [InlineData("if_not_present", "false", "old")]
    [InlineData("never", "false", "old")]
    public async Task A_policy_decides_whether_a_newer_image_of_the_registry_is_run(string policy, string skipPull, string runs)
    {
        var registry = await RegistryAsync();
        var image = Owned((await registry.PutAsync(Engine, "team/job:1", Dockerfile + "RUN echo new > /version\n")).Reference);
        Owned(await Engine.BuildAsync(image, Dockerfile + $"RUN echo old > /version\nLABEL of={TaskId}\n"));

        await LaunchWithAsync(
            $$"""services: { job: { image: "{{image}}", pull_policy: {{policy}}, command: [cat, /version] } }""", ("launchtask.skippull", skipPull));

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("job.stdout").Trim().ShouldBe(runs);
    }

    [Fact]
    public async Task With_skippull_an_image_that_is_missing_is_pulled_all_the_same()
    {
        var registry = await RegistryAsync();
        var image = Owned((await registry.PutAsync(Engine, "team/job:1", Dockerfile)).Reference);

        await LaunchWithAsync($$"""services: { job: { image: "{{image}}", pull_policy: always, command: ["true"] } }""", ("launchtask.skippull", "true"));

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_image_that_may_never_be_pulled_and_is_missing_is_not_asked_for()
    {
        var registry = await RegistryAsync();
        var (image, _) = await registry.PutAsync(Engine, "team/job:1", Dockerfile);

        await LaunchAsync($$"""services: { job: { image: "{{image}}", pull_policy: never } }""");

        Message(await UntilAsync("TASK_FAILED")).ShouldContain($"Image {image} of service 'job' is not on this host, and its pull_policy is 'never'");
        (await ExitCodeAsync()).ShouldBe(1);
        (await Engine.HasImageAsync(image)).ShouldBeFalse();
    }
}
