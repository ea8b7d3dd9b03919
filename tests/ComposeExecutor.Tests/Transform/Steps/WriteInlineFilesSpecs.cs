using System.Collections.Immutable;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class WriteInlineFilesSpecs
{
    private const UnixFileMode ReadableByOwner = UnixFileMode.UserRead;
    private static readonly WriteInlineFiles Step = new();

    [Fact]
    public void Content_in_the_file_becomes_a_file_in_the_folder_of_the_pod()
    {
        var pod = Apply("configs", """{"motd":{"name":"p_motd","content":"hello\n"}}""", """{"source":"motd"}""");

        pod.Files.ShouldHaveSingleItem().ShouldBe(
            new PodFile("/sandbox/pod/configs/motd") { Content = "hello\n", Mode = PodFile.ReadableByAll, Purpose = "'configs.motd' of service 'a'" });
        pod.Model.Root["configs"].ShouldBeJson("""{"motd":{"name":"p_motd","file":"/sandbox/pod/configs/motd"}}""");
        pod.Fields("a")["configs"].ShouldBeJson("""[{"source":"motd"}]""");
    }

    [Fact]
    public void Dollar_signs_that_Compose_escaped_are_written_as_they_are_meant() =>
        Apply("configs", """{"c":{"content":"$$HOME costs 5$$"}}""", """{"source":"c"}""").Files.ShouldHaveSingleItem().Content.ShouldBe("$HOME costs 5$");

    [Fact]
    public void A_secret_from_the_environment_becomes_a_file()
    {
        var pod = Apply("secrets", """{"password":{"environment":"PASSWORD"}}""", """{"source":"password","target":"/run/secrets/password"}""");

        pod.Files.ShouldHaveSingleItem().Content.ShouldBe("s3cr$$t");
        pod.Model.Root["secrets"].ShouldBeJson("""{"password":{"file":"/sandbox/pod/secrets/password"}}""");
    }

    [Fact]
    public void Content_that_Compose_has_taken_from_the_environment_already_is_used()
    {
        var pod = Apply("configs", """{"c":{"environment":"ELSEWHERE","content":"x"}}""", """{"source":"c"}""");

        pod.Files.ShouldHaveSingleItem().Content.ShouldBe("x");
        pod.Model.Root["configs"].ShouldBeJson("""{"c":{"file":"/sandbox/pod/configs/c"}}""");
    }

    [Fact]
    public void An_empty_content_becomes_an_empty_file() =>
        Apply("configs", """{"c":{"content":""}}""", """{"source":"c"}""").Files.ShouldHaveSingleItem().Content.ShouldBe("");

    [Fact]
    public void What_several_services_use_is_written_once()
    {
        var pod = Step.Apply(Pod.Project("""
            {"services":{"a":{"configs":[{"source":"c"}]},"b":{"configs":[{"source":"c"},{"source":"c","target":"/other"}]}},"configs":{"c":{"content":"x"}}}
            """), Pod.Context);

        pod.Files.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_variable_that_the_task_does_not_set_is_named() =>
        Refusal("secrets", """{"password":{"environment":"MISSING"}}""", """{"source":"password"}""")
            .ShouldBe("'secrets.password' of service 'a' takes its content from the environment variable MISSING, which the task does not set.");

    [Theory]
    [InlineData("configs")]
    [InlineData("secrets")]
    public void What_is_external_is_refused_by_name(string section) =>
        Refusal(section, """{"x":{"external":true}}""", """{"source":"x"}""").ShouldStartWith($"'{section}.x' of service 'a' is external");

    [Fact]
    public void What_no_service_uses_is_left_as_it_is_since_Compose_does_not_mind_it_either()
    {
        const string secrets = """{"x":{"external":true},"y":{"environment":"MISSING"},"z":{"content":"z"}}""";

        var pod = Step.Apply(Pod.Project($$$"""{"services":{"a":{}},"secrets":{{{secrets}}} }"""), Pod.Context);

        pod.Files.ShouldBeEmpty();
        pod.Model.Root["secrets"].ShouldBeJson(secrets);
    }

    [Fact]
    public void What_is_a_file_already_stays_as_it_is()
    {
        var pod = Apply("secrets", """{"s":{"file":"/etc/key","x":1}}""", """{"source":"s"}""");

        pod.Files.ShouldBeEmpty();
        pod.Model.Root["secrets"].ShouldBeJson("""{"s":{"file":"/etc/key","x":1}}""");
    }

    [Fact]
    public void An_owner_and_permissions_are_those_of_a_file_of_its_own()
    {
        var pod = Apply("configs", """{"c":{"content":"x"}}""", """{"source":"c","uid":"1000","gid":"1001","mode":256}""", """{"source":"c","target":"/plain"}""");

        pod.Files.ShouldBe(
        [
            new PodFile("/sandbox/pod/configs/c") { Content = "x", Purpose = "'configs.c' of service 'a'" },
            new PodFile("/sandbox/pod/configs/c-u1000-g1001-0400")
            {
                Content = "x", UserId = 1000, GroupId = 1001, Mode = ReadableByOwner, Purpose = "'configs.c' of service 'a'",
            },
        ]);
        pod.Fields("a")["configs"].ShouldBeJson("""[{"source":"c-u1000-g1001-0400","target":"/c"},{"source":"c","target":"/plain"}]""");
        pod.Model.Root["configs"].ShouldBeJson("""
            {"c":{"file":"/sandbox/pod/configs/c"},"c-u1000-g1001-0400":{"file":"/sandbox/pod/configs/c-u1000-g1001-0400"}}
            """);
    }

    [Fact]
    public void A_file_that_is_wanted_with_an_owner_or_permissions_is_copied()
    {
        var pod = Apply("secrets", """{"key":{"file":"/etc/a$$key"}}""", """{"source":"key","mode":"0400"}""", """{"source":"key","target":"elsewhere","uid":"7"}""");

        pod.Files.Select(file => (file.Path, file.Source, file.UserId, file.Mode)).ShouldBe(
        [
            ("/sandbox/pod/secrets/key-0400", "/etc/a$key", null, ReadableByOwner),
            ("/sandbox/pod/secrets/key-u7", "/etc/a$key", 7, PodFile.ReadableByAll),
        ]);
        pod.Fields("a")["secrets"].ShouldBeJson("""[{"source":"key-0400","target":"/run/secrets/key"},{"source":"key-u7","target":"elsewhere"}]""");
        pod.Model.Root["secrets"]!["key"].ShouldBeJson("""{"file":"/etc/a$$key"}""");
    }

    [Theory]
    [InlineData("256", 256)]
    [InlineData("440", 440)]
    [InlineData("\"0440\"", 288)]
    [InlineData("0", 0)]
    public void Permissions_are_read_as_every_release_of_Compose_prints_them(string printed, int mode) =>
        Apply("configs", """{"c":{"file":"/x"}}""", $$"""{"source":"c","mode":{{printed}}}""").Files.ShouldHaveSingleItem().Mode.ShouldBe((UnixFileMode)mode);

    [Theory]
    [InlineData("\"uid\":\"www\"", "has uid: \"www\", which is not a number: only the image knows names.")]
    [InlineData("\"gid\":\"-1\"", "has gid: \"-1\", which is not a number: only the image knows names.")]
    [InlineData("\"mode\":\"0998\"", "has mode: \"0998\", which are no permissions: write them in octal, like 0440.")]
    [InlineData("\"mode\":99999", "has mode: 99999, which are no permissions: write them in octal, like 0440.")]
    public void Attributes_that_cannot_be_are_refused(string attribute, string reason) =>
        Refusal("configs", """{"c":{"file":"/x"}}""", $$"""{"source":"c",{{attribute}}}""").ShouldBe($"'configs.c' of service 'a' {reason}");

    [Fact]
    public void An_executor_that_cannot_give_files_away_mounts_a_file_as_it_is_like_Compose_and_says_so()
    {
        var pod = Step.Apply(Project("secrets", """{"s":{"file":"/etc/key"}}""", """{"source":"s","uid":"7","mode":256}"""), Pod.Context with { MayChangeOwners = false });

        pod.Files.ShouldBeEmpty();
        pod.Fields("a")["secrets"].ShouldBeJson("""[{"source":"s"}]""");
        pod.Notes.ShouldHaveSingleItem().ShouldContain("'secrets.s' of service 'a' is mounted as it is");
    }

    [Fact]
    public void An_executor_that_cannot_give_files_away_refuses_to_do_so_where_Compose_would() =>
        Step.Refusal(Project("configs", """{"c":{"content":"x"}}""", """{"source":"c","uid":"7"}"""), Pod.Context with { MayChangeOwners = false })
            .ShouldContain("only an executor that runs as root");

    [Fact]
    public void Applying_it_again_changes_nothing()
    {
        var once = Apply("configs", """{"c":{"content":"x"}}""", """{"source":"c","uid":"1"}""", """{"source":"c"}""");
        var before = once.Model.Root.ToJsonString();

        Step.Apply(once with { Files = [] }, Pod.Context).Files.ShouldBeEmpty();
        once.Model.Root.ToJsonString().ShouldBe(before);
    }

    [Fact]
    public void A_dollar_sign_in_the_folder_is_escaped_for_Compose()
    {
        var pod = Step.Apply(Project("configs", """{"c":{"content":"x"}}""", """{"source":"c"}"""), Pod.Context with { Folder = "/sand$box" });

        pod.Files.ShouldHaveSingleItem().Path.ShouldBe("/sand$box/configs/c");
        pod.Model.Root["configs"]!["c"]!["file"].ShouldBeJson("\"/sand$$box/configs/c\"");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    public void A_name_never_leads_out_of_the_folder(string name)
    {
        var path = Apply("configs", $$$"""{"{{{name}}}":{"content":"x"} }""", $$"""{"source":"{{name}}"}""").Files.ShouldHaveSingleItem().Path;

        Path.GetDirectoryName(Path.GetFullPath(path)).ShouldBe("/sandbox/pod/configs");
    }

    [Fact]
    public void A_secret_is_never_shown()
    {
        var pod = Apply("secrets", """{"password":{"environment":"PASSWORD"}}""", """{"source":"password"}""");

        pod.Files[0].ToString().ShouldBe("/sandbox/pod/secrets/password (7 characters)");
        pod.ToString().ShouldNotContain("s3cr");
    }

    private static PodDraft Apply(string section, string entries, params string[] references) => Step.Apply(
        Project(section, entries, references),
        Pod.Context with { Environment = ImmutableDictionary.CreateRange([KeyValuePair.Create("PASSWORD", "s3cr$$t")]) });

    private static string Refusal(string section, string entries, string reference) => Step.Refusal(Project(section, entries, reference));

    private static PodDraft Project(string section, string entries, params string[] references) =>
        Pod.Project($$$"""{"services":{"a":{"{{{section}}}":[{{{string.Join(',', references)}}}]} },"{{{section}}}":{{{entries}}} }""");
}
