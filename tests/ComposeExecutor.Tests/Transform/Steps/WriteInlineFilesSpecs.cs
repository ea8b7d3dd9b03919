using System.Collections.Immutable;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class WriteInlineFilesSpecs
{
    private static readonly WriteInlineFiles Step = new();

    [Fact]
    public void Content_in_the_file_becomes_a_file_in_the_folder_of_the_pod()
    {
        var pod = Apply("""{"configs":{"motd":{"name":"p_motd","content":"hello\n"}}}""");

        pod.Files.ShouldBe([new PodFile("/sandbox/pod/configs/motd", "hello\n")]);
        pod.Model.Root["configs"].ShouldBeJson("""{"motd":{"name":"p_motd","file":"/sandbox/pod/configs/motd"}}""");
    }

    [Fact]
    public void Dollar_signs_that_Compose_escaped_are_written_as_they_are_meant() =>
        Apply("""{"configs":{"c":{"content":"$$HOME costs 5$$"}}}""").Files.ShouldHaveSingleItem().Content.ShouldBe("$HOME costs 5$");

    [Fact]
    public void A_secret_from_the_environment_becomes_a_file()
    {
        var pod = Apply("""{"secrets":{"password":{"environment":"PASSWORD"}}}""");

        pod.Files.ShouldBe([new PodFile("/sandbox/pod/secrets/password", "s3cr$$t")]);
        pod.Model.Root["secrets"].ShouldBeJson("""{"password":{"file":"/sandbox/pod/secrets/password"}}""");
    }

    [Fact]
    public void Content_that_Compose_has_taken_from_the_environment_already_is_used()
    {
        var pod = Apply("""{"configs":{"c":{"environment":"ELSEWHERE","content":"x"}}}""");

        pod.Files.ShouldHaveSingleItem().Content.ShouldBe("x");
        pod.Model.Root["configs"].ShouldBeJson("""{"c":{"file":"/sandbox/pod/configs/c"}}""");
    }

    [Fact]
    public void An_empty_content_becomes_an_empty_file() =>
        Apply("""{"configs":{"c":{"content":""}}}""").Files.ShouldBe([new PodFile("/sandbox/pod/configs/c", "")]);

    [Fact]
    public void A_variable_that_the_task_does_not_set_is_named() =>
        Step.Refusal(Pod.Project("""{"secrets":{"password":{"environment":"MISSING"}}}"""))
            .ShouldBe("'secrets.password' takes its content from the environment variable MISSING, which the task does not set.");

    [Theory]
    [InlineData("configs")]
    [InlineData("secrets")]
    public void What_is_external_is_refused_by_name(string section) =>
        Step.Refusal(Pod.Project($$$"""{"{{{section}}}":{"x":{"external":true} }}""")).ShouldStartWith($"'{section}.x' is external");

    [Fact]
    public void What_is_a_file_already_stays_as_it_is()
    {
        var pod = Apply("""{"secrets":{"s":{"file":"/etc/key","x":1}}}""");

        pod.Files.ShouldBeEmpty();
        pod.Model.Root["secrets"].ShouldBeJson("""{"s":{"file":"/etc/key","x":1}}""");
    }

    [Fact]
    public void A_dollar_sign_in_the_folder_is_escaped_for_Compose()
    {
        var draft = Pod.Project("""{"configs":{"c":{"content":"x"}}}""");

        var pod = Step.Apply(draft, Pod.Context with { Folder = "/sand$box" });

        pod.Files.ShouldHaveSingleItem().Path.ShouldBe("/sand$box/configs/c");
        pod.Model.Root["configs"]!["c"]!["file"].ShouldBeJson("\"/sand$$box/configs/c\"");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    public void A_name_never_leads_out_of_the_folder(string name) =>
        Path.GetDirectoryName(Apply($$$"""{"configs":{"{{{name}}}":{"content":"x"} }}""").Files.ShouldHaveSingleItem().Path).ShouldBe("/sandbox/pod/configs");

    [Fact]
    public void A_secret_is_never_shown()
    {
        var pod = Apply("""{"secrets":{"password":{"environment":"PASSWORD"}}}""");

        pod.Files[0].ToString().ShouldBe("/sandbox/pod/secrets/password (7 characters)");
        pod.ToString().ShouldNotContain("s3cr");
    }

    private static PodDraft Apply(string project) => Step.Apply(
        Pod.Project(project),
        Pod.Context with { Environment = ImmutableDictionary.CreateRange([KeyValuePair.Create("PASSWORD", "s3cr$$t")]) });
}
