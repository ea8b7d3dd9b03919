using ComposeExecutor.Configuration;
using CsCheck;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Tests.Configuration;

public sealed class LayeringSpecs : IDisposable
{
    private readonly ConfigurationFixture configuration = new();

    public void Dispose() => configuration.Dispose();

    [Fact]
    public void Without_any_source_the_defaults_apply()
    {
        var loaded = configuration.Load();

        loaded.Settings.ShouldBe(Settings.Default);
        loaded.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var settings = Settings.Default;

        settings.LaunchTask.Timeout.ShouldBe(TimeSpan.FromSeconds(500));
        settings.LaunchTask.PullRetries.ShouldBe(3);
        settings.LaunchTask.RetryInterval.ShouldBe(TimeSpan.FromSeconds(10));
        settings.LaunchTask.SkipPull.ShouldBeFalse();
        settings.CleanPod.RemoveFailedPods.ShouldBeTrue();
        settings.CleanPod.RemoveContainersAndVolumes.ShouldBeTrue();
        settings.CleanPod.RemoveImages.ShouldBeFalse();
        settings.CleanPod.StopGrace.ShouldBeNull();
        settings.Pod.Network.ShouldBe(PodNetwork.Auto);
        settings.Pod.CgroupParent.ShouldBe(CgroupParent.Auto);
        settings.Pod.StopGrace.ShouldBe(TimeSpan.FromSeconds(10));
        settings.Pod.Logs.ShouldBe(new PodLogSettings { MaxSize = 10 * 1024 * 1024, Files = 2, Forward = true });
        settings.Compose.Path.ShouldBeNull();
        settings.Docker.Host.ShouldBeNull();
        settings.Log.Level.ShouldBe(LogLevel.Information);
    }

    [Fact]
    public void Each_layer_overrides_the_ones_before_it()
    {
        configuration.Operator("launchtask: {timeout: 1s}");
        configuration.Settings().LaunchTask.Timeout.ShouldBe(TimeSpan.FromSeconds(1));

        configuration.Task("launchtask: {timeout: 2s}");
        configuration.Settings().LaunchTask.Timeout.ShouldBe(TimeSpan.FromSeconds(2));

        configuration.Variable("COMPOSE_EXECUTOR_LAUNCHTASK_TIMEOUT", "3s");
        configuration.Settings().LaunchTask.Timeout.ShouldBe(TimeSpan.FromSeconds(3));

        configuration.Label("config.launchtask.timeout", "4s");
        configuration.Settings().LaunchTask.Timeout.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void The_last_layer_that_sets_a_key_wins_whichever_layers_set_it() =>
        Gen.Bool.Array[4].Sample(set =>
        {
            using var layers = new ConfigurationFixture();
            if (set[0])
                layers.Operator("pod: {logs: {files: 10}}");
            if (set[1])
                layers.Task("pod: {logs: {files: 11}}");
            if (set[2])
                layers.Variable("COMPOSE_EXECUTOR_POD_LOGS_FILES", "12");
            if (set[3])
                layers.Label("config.pod.logs.files", "13");

            var last = Array.LastIndexOf(set, true);
            layers.Settings().Pod.Logs.Files.ShouldBe(last < 0 ? 2 : 10 + last);
        }, iter: 50);

    [Fact]
    public void Overriding_one_key_of_a_section_leaves_its_siblings_alone()
    {
        configuration
            .Operator("cleanpod: {timeout: 20s, cleanimageonmesoskill: true}\npod: {logs: {maxsize: 1m, files: 7}}")
            .Task("cleanpod:\n  timeout: 30s")
            .Label("config.pod.logs.files", "8");

        var settings = configuration.Settings();

        settings.CleanPod.StopGrace.ShouldBe(TimeSpan.FromSeconds(30));
        settings.CleanPod.RemoveImages.ShouldBeTrue();
        settings.Pod.Logs.MaxSize.ShouldBe(1024 * 1024);
        settings.Pod.Logs.Files.ShouldBe(8);
    }

    [Fact]
    public void Keys_are_compared_without_regard_to_case() =>
        configuration.Operator("LaunchTask:\n  PullRetry: 9").Settings().LaunchTask.PullRetries.ShouldBe(9);

    [Fact]
    public void A_dotted_key_is_the_same_as_a_nested_one() =>
        configuration.Task("launchtask.pullretry: 9").Settings().LaunchTask.PullRetries.ShouldBe(9);

    [Fact]
    public void A_key_without_a_value_changes_nothing() =>
        configuration.Operator("launchtask: {pullretry: 9}").Task("launchtask:\n  pullretry:\ncleanpod:\n")
            .Settings().LaunchTask.PullRetries.ShouldBe(9);

    [Fact]
    public void An_empty_value_takes_back_an_optional_one() =>
        configuration.Operator("cleanpod: {timeout: 20s}").Label("config.cleanpod.timeout", "")
            .Settings().CleanPod.StopGrace.ShouldBeNull();

    [Fact]
    public void A_prefix_that_a_framework_puts_before_a_label_is_ignored() =>
        configuration.Label("org.apache.aurora.metadata.config.launchtask.timeout", "7s")
            .Settings().LaunchTask.Timeout.ShouldBe(TimeSpan.FromSeconds(7));

    [Fact]
    public void A_prefix_may_itself_hold_the_word_config() =>
        configuration.Label("com.example.config.config.launchtask.timeout", "7s")
            .Settings().LaunchTask.Timeout.ShouldBe(TimeSpan.FromSeconds(7));

    [Fact]
    public void Other_labels_and_variables_are_ignored()
    {
        configuration
            .Label("fileName", "compose.yaml").Label("myconfig.launchtask.timeout", "x").Label("config", "x").Label("config.", "x")
            .Variable("LAUNCHTASK_TIMEOUT", "x").Variable("PATH", "/bin");

        configuration.Load().ShouldSatisfyAllConditions(
            loaded => loaded.Settings.ShouldBe(Settings.Default),
            loaded => loaded.Notes.ShouldBeEmpty());
    }

    [Fact]
    public void Two_labels_that_disagree_are_a_problem_naming_both()
    {
        configuration.Label("config.pod.network", "host").Label("a.config.pod.network", "none");

        configuration.Problems().ShouldHaveSingleItem()
            .ShouldBe("label a.config.pod.network: pod.network already has another value by label config.pod.network; keep one of the two");
    }
}
