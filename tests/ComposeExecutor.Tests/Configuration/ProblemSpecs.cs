namespace ComposeExecutor.Tests.Configuration;

public sealed class ProblemSpecs : IDisposable
{
    private readonly ConfigurationFixture configuration = new();

    public void Dispose() => configuration.Dispose();

    [Fact]
    public void All_problems_are_reported_at_once_each_with_its_origin()
    {
        configuration
            .Operator("launchtask:\n  timeout: -5s\n  skippull: perhaps")
            .Task("pod:\n  logs:\n    maxsize: big")
            .Variable("COMPOSE_EXECUTOR_POD_NETWORK", "bridge")
            .Label("config.launchtask.pullretry", "-1");

        const string duration = "such as 500s, 5m, 1h30m, 250ms or 15mins (a bare number is seconds)";
        const string size = "a size of at least 4096 bytes such as 10m, 10MB, 1GiB or a number of bytes";
        configuration.Problems().ShouldBe(
        [
            $"{configuration.OperatorFile}:2: launchtask.timeout: '-5s' is not a duration of more than 0 and at most 30 days {duration}",
            "label config.launchtask.pullretry: launchtask.pullretry: '-1' is not a whole number from 0 to 1000",
            $"{configuration.OperatorFile}:3: launchtask.skippull: 'perhaps' is not one of true, false, yes, no, on, off, 1, 0",
            "variable COMPOSE_EXECUTOR_POD_NETWORK: pod.network: 'bridge' is not one of auto, shared, compose, host, none",
            $"{configuration.SandboxFile}:3: pod.logs.maxsize: 'big' is not {size}",
        ]);
    }

    [Fact]
    public void Problems_of_a_broken_file_do_not_hide_those_of_the_others()
    {
        configuration.Operator("a: [").Task("- x").Label("config.log.level", "loud");

        configuration.Problems().Count.ShouldBe(3);
    }

    [Fact]
    public void The_exception_says_one_problem_a_line()
    {
        configuration.Label("config.log.level", "loud\nand clear").Label("config.pod.logs.files", "x");

        Should.Throw<ComposeExecutor.Configuration.ConfigurationException>(configuration.Load).Message.Split('\n').ShouldBe(
        [
            "label config.pod.logs.files: pod.logs.files: 'x' is not a whole number from 0 to 100",
            "label config.log.level: log.level: 'loud and clear' is not one of info, debug, warning, error",
        ]);
    }

    [Fact]
    public void A_value_that_a_later_layer_overrides_does_no_harm() =>
        configuration.Operator("log: {level: loud}").Label("config.log.level", "error").Load().Notes.ShouldBeEmpty();

    [Theory]
    [InlineData("launchtask: 5m", "launchtask is a section, not a key; it takes keys such as launchtask.timeout")]
    [InlineData("pod: {logs: [1]}", "pod.logs is a section, not a key; it takes keys such as pod.logs.maxsize")]
    [InlineData("log: {level: {of: debug}}", "log.level.of is inside of log.level, which must be one of info, debug, warning, error")]
    [InlineData("log: {level: [info, debug]}", "log.level: '[info, debug]' is not one of info, debug, warning, error")]
    public void A_value_of_the_wrong_shape_is_a_problem(string yaml, string expected) =>
        configuration.Task(yaml).Problems().ShouldHaveSingleItem().ShouldEndWith(expected);

    [Fact]
    public void A_key_given_twice_is_a_problem_naming_both_lines() =>
        configuration.Task("pod:\n  network: host\n  network: none\n").Problems().ShouldHaveSingleItem()
            .ShouldBe($"{configuration.SandboxFile}:3: pod.network is already set at {configuration.SandboxFile}:2; keep one of the two");

    [Theory]
    [InlineData("/pods")]
    [InlineData("pods.slice")]
    public void The_parent_cgroup_may_be_a_path_or_a_slice(string text) =>
        configuration.Label("config.pod.cgroupparent", text).Settings().Pod.CgroupParent.Path.ShouldBe(text);

    [Theory]
    [InlineData("pods")]
    [InlineData("/")]
    [InlineData("/a/../b")]
    [InlineData("a/b.slice")]
    public void A_parent_cgroup_that_could_be_elsewhere_is_refused(string text) =>
        configuration.Label("config.pod.cgroupparent", text).Problems().ShouldHaveSingleItem().ShouldContain("an absolute cgroup path");

    [Theory]
    [InlineData("/var/run/docker.sock")]
    [InlineData("ssh://host")]
    [InlineData("tcp://")]
    [InlineData("unix://")]
    public void An_address_that_no_engine_can_have_is_refused(string text) =>
        configuration.Variable("COMPOSE_EXECUTOR_DOCKER_HOST", text).Problems().ShouldHaveSingleItem().ShouldContain("an engine's address");

    [Theory]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("on", true)]
    [InlineData("1", true)]
    [InlineData("FALSE", false)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    [InlineData("0", false)]
    public void Booleans_have_the_usual_spellings(string text, bool expected) =>
        configuration.Label("config.pod.keepvolumes", text).Settings().Pod.KeepVolumes.ShouldBe(expected);
}
