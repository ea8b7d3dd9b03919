namespace ComposeExecutor.Tests.Configuration;

public sealed class LockSpecs : IDisposable
{
    private readonly ConfigurationFixture configuration = new();

    public void Dispose() => configuration.Dispose();

    [Fact]
    public void No_other_layer_may_set_a_locked_key()
    {
        configuration
            .Operator("launchtask:\n  timeout: 5m\nlocked:\n  - launchtask.timeout")
            .Task("launchtask: {timeout: 1h}")
            .Variable("COMPOSE_EXECUTOR_LAUNCHTASK_TIMEOUT", "1h")
            .Label("config.launchtask.timeout", "1h");

        var locked = $"launchtask.timeout is locked by the operator ({configuration.OperatorFile}:3) and may not be set here";
        configuration.Problems().ShouldBe(
        [
            $"{configuration.SandboxFile}:1: {locked}",
            $"variable COMPOSE_EXECUTOR_LAUNCHTASK_TIMEOUT: {locked}",
            $"label config.launchtask.timeout: {locked}",
        ]);
    }

    [Fact]
    public void A_locked_key_keeps_the_operators_value_and_other_keys_stay_free()
    {
        configuration.Operator("pod: {network: host}\nlocked: [pod.network]").Label("config.pod.stopgrace", "3s");

        var pod = configuration.Settings().Pod;

        pod.Network.ShouldBe(ComposeExecutor.Configuration.PodNetwork.Host);
        pod.StopGrace.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("locked: [docker.host]", false)]
    [InlineData("locked: [docker.config]", true)]
    [InlineData("locked: [docker]", true)]
    public void Whether_a_sandbox_may_bring_credentials_is_told_by_the_lock(string yaml, bool locked) =>
        configuration.Operator(yaml).Settings().Docker.ConfigIsLocked.ShouldBe(locked);

    [Fact]
    public void Locking_a_section_locks_all_of_its_keys() =>
        configuration.Operator("locked: pod.logs").Label("config.POD.Logs.files", "3")
            .Problems().ShouldHaveSingleItem().ShouldContain("POD.Logs.files is locked");

    [Fact]
    public void A_lock_on_a_section_does_not_reach_a_section_that_begins_alike() =>
        configuration.Operator("locked: [podMonitor]").Label("config.pod.logs.files", "3").Settings().Pod.Logs.Files.ShouldBe(3);

    [Fact]
    public void Locks_may_be_a_comma_separated_list_with_spaces() =>
        configuration.Operator("locked: log.level , cleanpod").Label("config.cleanpod.timeout", "1s").Label("config.log.level", "debug")
            .Problems().Count.ShouldBe(2);

    [Theory]
    [InlineData("locked: [launchtask.timout]", "'launchtask.timout', which is no key or section; did you mean launchtask.timeout?")]
    [InlineData("locked: [[pod]]", "etc.yaml:1: locked must be a list of keys or sections, such as [launchtask.timeout, cleanpod]")]
    [InlineData("locked: {pod: true}", "'locked' is a list of keys or sections, in the operator's file only")]
    public void A_lock_that_would_protect_nothing_is_a_problem(string yaml, string expected) =>
        configuration.Operator(yaml).Problems().ShouldHaveSingleItem().ShouldEndWith(expected);

    [Fact]
    public void Only_the_operators_file_may_lock() =>
        configuration.Task("locked: [pod]").Problems().ShouldHaveSingleItem().ShouldEndWith("in the operator's file only");

    [Fact]
    public void A_task_may_not_choose_the_engine_or_the_program_that_is_run()
    {
        configuration.Task("docker: {host: 'tcp://10.0.0.1:2375'}").Label("config.compose.path", "/tmp/x");

        configuration.Problems().ShouldBe(
        [
            $"{configuration.SandboxFile}:1: docker.host may be set in the operator's file and the environment only",
            "label config.compose.path: compose.path may be set in the operator's file and the environment only",
        ]);
    }

    [Fact]
    public void The_operators_file_and_the_environment_may()
    {
        configuration
            .Operator("docker: {host: 'unix:///run/docker.sock'}")
            .Variable("COMPOSE_EXECUTOR_COMPOSE_PATH", "/opt/docker-compose");

        var settings = configuration.Settings();

        settings.Docker.Host.ShouldBe(new Uri("unix:///run/docker.sock"));
        settings.Compose.Path.ShouldBe("/opt/docker-compose");
    }
}
