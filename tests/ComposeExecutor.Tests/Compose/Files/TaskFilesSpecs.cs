using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Files;

namespace ComposeExecutor.Tests.Compose.Files;

public sealed class TaskFilesSpecs
{
    [Theory]
    [InlineData("fileName")]
    [InlineData("org.apache.aurora.metadata.fileName")]
    [InlineData("x.fileName")]
    public void A_label_names_the_file_whatever_prefix_its_key_has(string key) => Names((key, "compose.yml")).ShouldBe(["compose.yml"]);

    [Theory]
    [InlineData("filename")]
    [InlineData("xfileName")]
    [InlineData("fileName.x")]
    public void A_label_of_another_key_names_nothing(string key) => Names((key, "compose.yml")).ShouldBeEmpty();

    [Fact]
    public void Commas_separate_names_and_blanks_around_them_do_not_count() =>
        Names(("fileName", " a.yml , b c.yml,,\td.yml ,")).ShouldBe(["a.yml", "b c.yml", "d.yml"]);

    [Fact]
    public void Several_labels_are_read_in_order_and_a_name_counts_once() =>
        Names(("fileName", "b.yml,a.yml"), ("x", "y"), ("p.fileName", "a.yml,c.yml")).ShouldBe(["b.yml", "a.yml", "c.yml"]);

    [Theory]
    [InlineData("compose")]
    [InlineData("org.apache.aurora.metadata.compose")]
    public void A_label_may_hold_the_file_itself(string key) => Text((key, "services: {}")).ShouldBe(new InlineText(key, "services: {}"));

    [Theory]
    [InlineData("docker-compose")]
    [InlineData("com.docker.compose.project")]
    public void A_label_of_another_key_holds_no_file(string key) => Text((key, "services: {}")).ShouldBeNull();

    [Fact]
    public void The_same_text_twice_is_one() =>
        Text(("compose", "services: {}"), ("x.compose", "services: {}")).ShouldBe(new InlineText("compose", "services: {}"));

    [Fact]
    public void Two_texts_are_refused_with_both_labels() =>
        Should.Throw<ComposeException>(() => Text(("compose", "services: {}"), ("x.compose", "name: x"))).Message.ShouldStartWith("The labels 'compose' and 'x.compose' each have another compose file");

    private static string[] Names(params (string Key, string Value)[] labels) => [.. In(labels).Names];

    private static InlineText? Text(params (string Key, string Value)[] labels) => In(labels).Text;

    private static TaskFiles In((string Key, string Value)[] labels) => TaskFiles.In(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)));
}
