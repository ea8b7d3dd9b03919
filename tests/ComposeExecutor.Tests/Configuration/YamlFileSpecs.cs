using System.Diagnostics;
using System.Text;
using ComposeExecutor.Configuration;
using CsCheck;

namespace ComposeExecutor.Tests.Configuration;

public sealed class YamlFileSpecs : IDisposable
{
    private readonly ConfigurationFixture configuration = new();

    public void Dispose() => configuration.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("---\n")]
    [InlineData("~")]
    [InlineData("{}")]
    public void A_file_that_says_nothing_changes_nothing(string yaml) =>
        configuration.Operator(yaml).Task(yaml).Settings().ShouldBe(Settings.Default);

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        File.WriteAllText(configuration.SandboxFile, "pod: {network: host}", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        configuration.Settings().Pod.Network.ShouldBe(PodNetwork.Host);
    }

    [Fact]
    public void Broken_yaml_is_reported_with_file_line_and_column() =>
        configuration.Operator("launchtask:\n  timeout: 5m\n bad: [1, 2\n").Problems().ShouldHaveSingleItem()
            .ShouldMatch($"^{configuration.OperatorFile}:[34]:[0-9]+: not valid YAML: .+$");

    [Theory]
    [InlineData("- launchtask\n", 1)]
    [InlineData("\njust words\n", 2)]
    public void A_file_that_is_not_a_mapping_is_reported(string yaml, int line) =>
        configuration.Task(yaml).Problems().ShouldHaveSingleItem()
            .ShouldStartWith($"{configuration.SandboxFile}:{line}: must hold keys with values");

    [Fact]
    public void A_second_document_is_reported() =>
        configuration.Task("pod: {}\n---\npod: {}\n").Problems().ShouldHaveSingleItem()
            .ShouldContain(":2:1: not valid YAML: a second document");

    [Fact]
    public void A_key_that_is_not_a_text_is_reported() =>
        configuration.Task("? [a, b]\n: c\n").Problems().ShouldHaveSingleItem().ShouldContain(":1:3: not valid YAML: a key must be");

    [Fact]
    public void A_folder_in_place_of_the_file_is_reported()
    {
        Directory.CreateDirectory(configuration.SandboxFile);

        configuration.Problems().ShouldHaveSingleItem().ShouldBe($"{configuration.SandboxFile}: is a folder where a YAML file is expected");
    }

    [Fact]
    public void A_link_in_the_sandbox_is_not_followed()
    {
        configuration.Operator("pod: {network: host}");
        File.CreateSymbolicLink(configuration.SandboxFile, configuration.OperatorFile);

        configuration.Problems().ShouldHaveSingleItem().ShouldContain("is a symbolic link, which is not followed here");
    }

    [Fact]
    public void A_link_of_the_operator_is_followed()
    {
        configuration.Task("pod: {network: host}");
        File.CreateSymbolicLink(configuration.OperatorFile, configuration.SandboxFile);

        configuration.Settings().Pod.Network.ShouldBe(PodNetwork.Host);
    }

    [Fact]
    public void A_link_of_the_operator_that_leads_nowhere_is_reported()
    {
        File.CreateSymbolicLink(configuration.OperatorFile, "/does/not/exist");

        configuration.Problems().ShouldHaveSingleItem().ShouldContain("cannot be read");
    }

    [Fact]
    public async Task A_pipe_in_place_of_the_file_is_not_waited_for()
    {
        using var process = Process.Start("mkfifo", configuration.SandboxFile);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        configuration.Settings().ShouldBe(Settings.Default);
    }

    [Fact]
    public void A_file_that_is_not_text_is_reported()
    {
        File.WriteAllBytes(configuration.OperatorFile, [0xff, 0xfe, 0x80]);
        File.WriteAllBytes(configuration.SandboxFile, [.. "pod: {}"u8, 0]);

        configuration.Problems().ShouldBe(
            [$"{configuration.OperatorFile}: is not UTF-8 text", $"{configuration.SandboxFile}: is not a text file"]);
    }

    [Fact]
    public void A_huge_file_is_refused_unread()
    {
        using (var file = File.Create(configuration.SandboxFile))
            file.SetLength(1L << 40);

        configuration.Problems().ShouldHaveSingleItem().ShouldEndWith("more than the 1048576 allowed");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused(string opening) =>
        configuration.Task("x: \n  " + string.Concat(Enumerable.Repeat(opening, 100_000))).Problems().ShouldHaveSingleItem()
            .ShouldContain("nested more than 16 deep");

    [Fact]
    public void Anchors_and_aliases_work() =>
        configuration.Task("cleanpod: {timeout: &grace 20s}\npod: {stopgrace: *grace}").Settings()
            .Pod.StopGrace.ShouldBe(TimeSpan.FromSeconds(20));

    [Fact]
    public void A_merge_key_is_refused_rather_than_ignored() =>
        configuration.Task("x: &x {timeout: 20s}\ncleanpod:\n  <<: *x\n").Problems().ShouldHaveSingleItem()
            .ShouldContain(":3:1: not valid YAML: merge keys");

    [Fact]
    public void An_alias_that_multiplies_is_bounded()
    {
        var yaml = new StringBuilder("a0: &a0 {k: v}\n");
        for (var i = 1; i < 14; i++)
            yaml.Append($"a{i}: &a{i} {{p: *a{i - 1}, q: *a{i - 1}, r: *a{i - 1}, s: *a{i - 1}}}\n");

        configuration.Task(yaml.ToString()).Problems().ShouldHaveSingleItem().ShouldContain("more than 1000 entries");
    }

    [Fact]
    public void A_chain_of_aliases_is_bounded()
    {
        var yaml = new StringBuilder("a0: &a0 {k: v}\n");
        for (var i = 1; i < 5000; i++)
            yaml.Append($"a{i}: &a{i} {{p: *a{i - 1}}}\n");

        configuration.Task(yaml.ToString()).Problems().ShouldHaveSingleItem().ShouldContain("nested more than 16 deep");
    }

    [Fact]
    public void Sequences_of_aliases_do_not_multiply()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (var i = 1; i < 100; i++)
            yaml.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n");

        configuration.Task(yaml.ToString()).Load().Notes.Length.ShouldBe(100);
    }

    [Fact]
    public void An_alias_of_itself_is_reported() =>
        configuration.Task("pod: &pod\n  logs: *pod\n").Problems().ShouldHaveSingleItem().ShouldContain("no anchor 'pod' before this alias");

    [Fact]
    public void Whatever_a_file_holds_only_problems_come_of_it() =>
        Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.OneOf("pod", ": ", "\n", "  ", "- ", "[", "]", "{", "}", "&a ", "*a", "\"", "'", "\\x",
                "|\n", ">-\n", "? ", "%YAML 1.9",
                "!t ", "---", "...", "#", "\t", "~", ",", "\\U99999999", "é").Array[0, 30]
                .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))))
            .Sample(bytes =>
            {
                using var fixture = new ConfigurationFixture();
                File.WriteAllBytes(fixture.SandboxFile, bytes);
                try
                {
                    fixture.Load();
                }
                catch (ConfigurationException exception)
                {
                    exception.Problems.ShouldNotBeEmpty();
                    exception.Problems.ShouldAllBe(problem => problem.StartsWith(fixture.SandboxFile) && !problem.Contains('\n'));
                }
            }, iter: 1000);
}
