using ComposeExecutor.Compose;

namespace ComposeExecutor.Tests.Compose;

public sealed class ComposeFileLocatorSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("locator-").FullName;

    public ComposeFileLocatorSpecs() => Directory.CreateDirectory(Sandbox);

    private string Sandbox => Path.Combine(_root, "sandbox");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("fileName")]
    [InlineData("org.apache.aurora.metadata.fileName")]
    [InlineData("x.fileName")]
    public void A_label_names_the_file_whatever_prefix_its_key_has(string key) => Names((key, "compose.yml")).ShouldBe(["compose.yml"]);

    [Theory]
    [InlineData("filename")]
    [InlineData("xfileName")]
    [InlineData("fileName.x")]
    public void A_label_of_another_key_names_nothing(string key) => NoNames((key, "compose.yml"));

    [Fact]
    public void Commas_separate_names_and_blanks_around_them_do_not_count() =>
        Names(("fileName", " a.yml , b c.yml,,\td.yml ,")).ShouldBe(["a.yml", "b c.yml", "d.yml"]);

    [Fact]
    public void Several_labels_are_read_in_order_and_a_name_counts_once() =>
        Names(("fileName", "b.yml,a.yml"), ("x", "y"), ("p.fileName", "a.yml,c.yml")).ShouldBe(["b.yml", "a.yml", "c.yml"]);

    [Fact]
    public void Without_a_label_the_message_says_which_one_to_give() => NoNames();

    [Fact]
    public void A_label_without_a_name_in_it_is_as_good_as_none() => NoNames(("fileName", " , "));

    [Fact]
    public void A_relative_name_starts_from_the_sandbox()
    {
        var file = Write("compose.yml");

        Locate("compose.yml").ShouldBe([file]);
    }

    [Fact]
    public void A_name_may_have_folders_in_it()
    {
        var file = Write("app/compose.yml");

        Locate("app/compose.yml").ShouldBe([file]);
    }

    [Fact]
    public void An_absolute_name_is_taken_as_it_is()
    {
        var elsewhere = Path.Combine(_root, "elsewhere.yml");
        File.WriteAllText(elsewhere, "");

        ComposeFileLocator.Locate([elsewhere], Sandbox).ShouldBe([elsewhere]);
    }

    [Fact]
    public void A_file_in_an_extracted_folder_is_found()
    {
        var file = Write("archive-1.0/deploy/compose.yml");

        Locate("compose.yml").ShouldBe([file]);
    }

    [Fact]
    public void A_name_with_folders_is_found_in_an_extracted_folder()
    {
        var file = Write("archive-1.0/deploy/compose.yml");

        Locate("deploy/compose.yml").ShouldBe([file]);
    }

    [Fact]
    public void Files_come_in_the_order_in_which_they_are_named()
    {
        var (one, other) = (Write("x/b.yml"), Write("a.yml"));

        ComposeFileLocator.Locate(["b.yml", "a.yml"], Sandbox).ShouldBe([one, other]);
    }

    [Fact]
    public void The_nearest_file_wins()
    {
        var near = Write("z/compose.yml");
        Write("a/b/compose.yml");

        Locate("compose.yml").ShouldBe([near]);
    }

    [Fact]
    public void The_sandbox_itself_wins_over_its_folders()
    {
        var direct = Write("compose.yml");
        Write("a/compose.yml");

        Locate("compose.yml").ShouldBe([direct]);
    }

    [Fact]
    public void Equally_near_files_are_ambiguous_and_all_of_them_listed()
    {
        var (one, other) = (Write("a/compose.yml"), Write("b/compose.yml"));

        Failure("compose.yml").ShouldStartWith($"Compose file 'compose.yml' is there more than once: {one}, {other}. ");
    }

    [Fact]
    public void A_missing_file_is_reported_with_where_it_was_looked_for() =>
        Failure("compose.yml").ShouldStartWith($"Compose file 'compose.yml' was not found: looked in {Sandbox} and in the folders up to 4 deep below it.");

    [Fact]
    public void A_missing_absolute_file_is_not_looked_for_elsewhere()
    {
        Write("missing.yml");

        Failure("/nowhere/missing.yml").ShouldStartWith("Compose file '/nowhere/missing.yml' does not exist on this host.");
    }

    [Fact]
    public void A_folder_of_that_name_is_no_file()
    {
        Directory.CreateDirectory(Path.Combine(Sandbox, "compose.yml"));

        Failure("compose.yml").ShouldContain("is a folder, not a compose file");
    }

    [Fact]
    public void A_file_deeper_than_the_search_goes_is_missing()
    {
        var deepest = Write("1/2/3/4/a.yml");
        Write("1/2/3/4/5/b.yml");

        Locate("a.yml").ShouldBe([deepest]);
        Failure("b.yml").ShouldContain("was not found");
    }

    [Fact]
    public void Links_to_folders_are_not_followed()
    {
        Directory.CreateDirectory(Path.Combine(_root, "outside"));
        File.WriteAllText(Path.Combine(_root, "outside/compose.yml"), "");
        Directory.CreateSymbolicLink(Path.Combine(Sandbox, "out"), Path.Combine(_root, "outside"));
        Directory.CreateSymbolicLink(Path.Combine(Sandbox, "round"), Sandbox);

        Failure("compose.yml").ShouldContain("was not found");
    }

    [Fact]
    public void A_file_that_is_a_link_is_a_file()
    {
        File.WriteAllText(Path.Combine(_root, "real.yml"), "");
        var link = Path.Combine(Sandbox, "compose.yml");
        File.CreateSymbolicLink(link, Path.Combine(_root, "real.yml"));

        Locate("compose.yml").ShouldBe([link]);
    }

    [Fact]
    public void The_search_ends_in_a_sandbox_of_any_size()
    {
        var file = Write("a/b/c/compose.yml");

        ComposeFileLocator.Locate(["compose.yml"], Sandbox, maximumFolders: 3).ShouldBe([file]);
        Should.Throw<ComposeException>(() => ComposeFileLocator.Locate(["compose.yml"], Sandbox, maximumFolders: 2))
            .Message.ShouldContain("more than 2 folders, too many to look through");
    }

    [Fact]
    public void A_name_with_a_NUL_in_it_is_refused() => Failure("a\0b").ShouldBe("The name of a compose file must not contain a NUL character.");

    private static string[] Names(params (string Key, string Value)[] labels) =>
        [.. ComposeFileLocator.NamesIn(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)))];

    private static void NoNames(params (string Key, string Value)[] labels)
    {
        var failure = Should.Throw<ComposeException>(() => Names(labels));
        failure.Failure.ShouldBe(ComposeFailure.InvalidFiles);
        failure.Message.ShouldContain("give it a label 'fileName'");
    }

    private string Write(string path)
    {
        var file = Path.Combine(Sandbox, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }

    private string[] Locate(string name) => [.. ComposeFileLocator.Locate([name], Sandbox)];

    private string Failure(string name)
    {
        var failure = Should.Throw<ComposeException>(() => ComposeFileLocator.Locate([name], Sandbox));
        failure.Failure.ShouldBe(ComposeFailure.InvalidFiles);
        return failure.Message;
    }
}
