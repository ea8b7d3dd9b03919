using System.Text;

namespace ComposeExecutor.IntegrationTests.Images;

public sealed class CredentialsSpecs : ImageTest
{
    [Fact]
    public async Task A_task_brings_its_credentials_in_the_sandbox()
    {
        var (registry, compose) = await PasswordRegistryAsync();
        Write(".docker/config.json", Registry.ConfigFor(registry.Address));

        await LaunchAsync(compose);

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("compose-executor.log").ShouldContain($"credentials: {Sandbox}/.docker/config.json, in the sandbox");
        ShouldHaveToldNoSecret();
    }

    [Fact]
    public async Task The_operators_credentials_are_used_where_a_task_brings_none()
    {
        var (registry, compose) = await PasswordRegistryAsync();
        Write("compose.yml", compose);
        Write("of-the-operator/config.json", Registry.ConfigFor(registry.Address));

        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["COMPOSE_EXECUTOR_DOCKER_CONFIG"] = $"{Sandbox}/of-the-operator" });

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("compose-executor.log").ShouldContain($"credentials: {Sandbox}/of-the-operator/config.json, docker.config");
        ShouldHaveToldNoSecret();
    }

    [Fact]
    public async Task A_tasks_credentials_come_before_the_operators()
    {
        var (registry, compose) = await PasswordRegistryAsync();
        Write("compose.yml", compose);
        Write(".docker/config.json", Registry.ConfigFor(registry.Address));
        Write("of-the-operator/config.json", Registry.ConfigFor(registry.Address, "wrong"));

        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["COMPOSE_EXECUTOR_DOCKER_CONFIG"] = $"{Sandbox}/of-the-operator/config.json" });

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("DOCKER_CONFIG", "")]
    [InlineData("HOME", ".docker/")]
    public async Task Otherwise_they_are_those_of_dockers_client(string variable, string folder)
    {
        var (registry, compose) = await PasswordRegistryAsync();
        Write("compose.yml", compose);
        Write($"own/{folder}config.json", Registry.ConfigFor(registry.Address));

        await LaunchAsync(Task(), environment: new Dictionary<string, string> { [variable] = $"{Sandbox}/own" });

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("compose-executor.log").ShouldContain($"config.json, {variable}");
    }

    [Fact]
    public async Task Without_credentials_the_pod_fails_at_once_and_says_where_they_could_be()
    {
        var (registry, compose) = await PasswordRegistryAsync();

        await LaunchAsync(compose);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldStartWith($"Image {registry.Address}/team/job:1 of service 'job' could not be pulled (tried once): ");
        Message(failed).ShouldContain("no basic auth credentials");
        Message(failed).ShouldContain("neither .docker/config.json in the sandbox, nor docker.config");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task With_a_wrong_password_the_pod_fails_at_once_and_says_which_file_it_was_from()
    {
        var (registry, compose) = await PasswordRegistryAsync();
        Write(".docker/config.json", Registry.ConfigFor(registry.Address, "wrong-password"));

        await LaunchAsync(compose);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("could not be pulled (tried once)");
        Message(failed).ShouldContain($"The credentials are those of {Sandbox}/.docker/config.json (in the sandbox), which has some for {registry.Address}.");
        Message(failed).ShouldNotContain("wrong-password");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_configured_file_that_is_missing_is_told_before_anything_is_done()
    {
        Write("compose.yml", Idle);

        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["COMPOSE_EXECUTOR_DOCKER_CONFIG"] = $"{Sandbox}/nowhere" });

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_TASK_INVALID");
        Message(failed).ShouldContain($"docker.config names {Sandbox}/nowhere, which cannot be read");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    private async Task<(Registry Registry, string Compose)> PasswordRegistryAsync()
    {
        var registry = await RegistryAsync(wantsPassword: true);
        var image = Owned((await registry.PutAsync(Engine, "team/job:1", Dockerfile)).Reference);
        return (registry, $$"""services: { job: { image: "{{image}}", command: ["true"] } }""");
    }

    private void ShouldHaveToldNoSecret()
    {
        var told = Read("compose-executor.log") + Read("pod.yaml") + History();
        told.ShouldNotContain(Registry.Password);
        told.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Registry.User}:{Registry.Password}")));
    }
}
