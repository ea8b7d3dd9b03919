namespace ComposeExecutor.Tests.Configuration;

public sealed class UnknownKeySpecs : IDisposable
{
    private readonly ConfigurationFixture configuration = new();

    public void Dispose() => configuration.Dispose();

    [Theory]
    [InlineData("launchtask: {timout: 5m}", "launchtask.timout", "; did you mean launchtask.timeout?")]
    [InlineData("launchtask: {pull_retry: 5}", "launchtask.pull_retry", "; did you mean launchtask.pullretry?")]
    [InlineData("skippull: true", "skippull", "; did you mean launchtask.skippull?")]
    [InlineData("weather: fine", "weather", "")]
    public void An_unknown_key_of_a_file_is_a_note_with_a_hint(string yaml, string key, string hint) =>
        configuration.Task(yaml).Load().Notes.ShouldHaveSingleItem()
            .ShouldBe($"{configuration.SandboxFile}:1: {key} is not a known key and is ignored{hint}");

    [Fact]
    public void An_unknown_variable_is_a_note() =>
        configuration.Variable("COMPOSE_EXECUTOR_LAUNCHTASK_TIMOUT", "5m").Load().Notes.ShouldHaveSingleItem()
            .ShouldBe("variable COMPOSE_EXECUTOR_LAUNCHTASK_TIMOUT: launchtask.timout is not a known key and is ignored"
                + "; did you mean launchtask.timeout?");

    [Fact]
    public void A_misspelt_label_is_a_problem_for_the_task_asked_for_something() =>
        configuration.Label("config.launchtask.timout", "5m").Problems().ShouldHaveSingleItem()
            .ShouldBe("label config.launchtask.timout: launchtask.timout is not a known key; did you mean launchtask.timeout?");

    [Fact]
    public void A_label_that_only_looks_like_configuration_is_a_note() =>
        configuration.Label("com.example.config.version", "3").Load().Notes.ShouldHaveSingleItem().ShouldContain("is ignored");

    [Fact]
    public void The_sample_file_of_the_predecessor_is_understood()
    {
        configuration.Task("""
            launchtask:
               podmonitorinterval: 10s
               pullretry: 3
               retryinterval: 10s
               timeout: 500s
               debug: false
            plugins:
               pluginorder: general
            podStatusHooks:
               task_launch: []
               task_failed: [announce]
            cleanpod:
               cleanfailtask: false
               timeout: 20s
               unhealthy: true
               cleanvolumeandcontaineronmesoskill: true
               cleanimageonmesoskill: false
            podMonitor:
               monitorName: default
            """);

        var loaded = configuration.Load();

        loaded.Settings.CleanPod.RemoveFailedPods.ShouldBeFalse();
        loaded.Settings.CleanPod.StopGrace.ShouldBe(TimeSpan.FromSeconds(20));
        loaded.Notes.ShouldBe(
        [
            Unused(2, "launchtask.podmonitorinterval", "nothing is polled"),
            Unused(6, "launchtask.debug", "log.level: debug shows what is done"),
            Unused(8, "plugins.pluginorder", "dce-go's general plugin is built in, and others are not supported yet"),
            Unused(11, "podStatusHooks.task_failed", "hooks are not supported yet"),
            Unused(19, "podMonitor.monitorName", "the engine's events are the monitor"),
        ]);
    }

    [Fact]
    public void A_bare_number_is_seconds_and_the_log_says_so_where_the_predecessor_took_something_else()
    {
        var loaded = configuration.Label("config.launchtask.timeout", "600").Label("config.pod.stopgrace", "5").Load();

        loaded.Settings.LaunchTask.Timeout.ShouldBe(TimeSpan.FromMinutes(10));
        loaded.Settings.Pod.StopGrace.ShouldBe(TimeSpan.FromSeconds(5));
        loaded.Notes.ShouldHaveSingleItem()
            .ShouldBe("label config.launchtask.timeout: launchtask.timeout: 600 is read as seconds; to dce-go it was milliseconds");
    }

    private string Unused(int line, string key, string reason) =>
        $"{configuration.SandboxFile}:{line}: {key} is a key of dce-go without effect here: {reason}";
}
