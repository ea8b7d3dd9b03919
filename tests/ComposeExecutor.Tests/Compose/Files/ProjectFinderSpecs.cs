using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Files;

namespace ComposeExecutor.Tests.Compose.Files;

public sealed class ProjectFinderSpecs : FinderTest
{
    [Fact]
    public async Task A_relative_name_starts_from_the_sandbox()
    {
        var file = Write("compose.yml");

        (await GivenAsync("compose.yml")).ShouldBe([file]);
    }

    [Fact]
    public async Task A_name_may_have_folders_in_it()
    {
        var file = Write("app/compose.yml");

        (await GivenAsync("app/compose.yml")).ShouldBe([file]);
    }

    [Fact]
    public async Task An_absolute_name_is_taken_as_it_is()
    {
        var elsewhere = Path.Combine(Root, "elsewhere.yml");
        File.WriteAllText(elsewhere, "");

        (await GivenAsync(elsewhere)).ShouldBe([elsewhere]);
    }

    [Theory]
    [InlineData("compose.yml")]
    [InlineData("deploy/compose.yml")]
    public async Task A_file_in_an_extracted_folder_is_found(string name)
    {
        var file = Write("archive-1.0/deploy/compose.yml");

        (await GivenAsync(name)).ShouldBe([file]);
    }

    [Fact]
    public async Task Files_come_in_the_order_in_which_they_are_named()
    {
        var (one, other) = (Write("x/b.yml"), Write("a.yml"));

        (await GivenAsync("b.yml,a.yml")).ShouldBe([one, other]);
    }

    [Fact]
    public async Task The_nearest_file_wins()
    {
        var near = Write("z/compose.yml");
        Write("a/b/compose.yml");

        (await GivenAsync("compose.yml")).ShouldBe([near]);
    }

    [Fact]
    public async Task The_sandbox_itself_wins_over_its_folders()
    {
        var direct = Write("compose.yml");
        Write("a/compose.yml");

        (await GivenAsync("compose.yml")).ShouldBe([direct]);
    }

    [Fact]
    public async Task Equally_near_files_are_ambiguous_and_all_of_them_listed()
    {
        var (one, other) = (Write("a/compose.yml"), Write("b/compose.yml"));

        (await FailureAsync("compose.yml")).ShouldStartWith($"Compose file 'compose.yml' is there more than once: {one}, {other}. ");
    }

    [Fact]
    public async Task A_missing_file_is_reported_with_where_it_was_looked_for() =>
        (await FailureAsync("compose.yml")).ShouldStartWith($"Compose file 'compose.yml' was not found: it is not in {Sandbox}, nor in the folders up to 4 deep below it.");

    [Fact]
    public async Task A_missing_absolute_file_is_not_looked_for_elsewhere()
    {
        Write("missing.yml");

        (await FailureAsync("/nowhere/missing.yml")).ShouldStartWith("Compose file '/nowhere/missing.yml' does not exist on this host.");
    }

    [Fact]
    public async Task A_file_deeper_than_the_search_goes_is_missing()
    {
        var deepest = Write("1/2/3/4/a.yml");
        Write("1/2/3/4/5/b.yml");

        (await GivenAsync("a.yml")).ShouldBe([deepest]);
        (await FailureAsync("b.yml")).ShouldContain("was not found");
    }

    [Fact]
    public async Task Links_to_folders_are_not_followed()
    {
        Directory.CreateDirectory(Path.Combine(Root, "outside"));
        File.WriteAllText(Path.Combine(Root, "outside/compose.yml"), "");
        Directory.CreateSymbolicLink(Path.Combine(Sandbox, "out"), Path.Combine(Root, "outside"));
        Directory.CreateSymbolicLink(Path.Combine(Sandbox, "round"), Sandbox);

        (await FailureAsync("compose.yml")).ShouldContain("was not found");
        (await FailureAsync()).ShouldContain("names no compose file");
    }

    [Fact]
    public async Task A_file_that_is_a_link_is_a_file()
    {
        File.WriteAllText(Path.Combine(Root, "real.yml"), "");
        var link = Path.Combine(Sandbox, "compose.yml");
        File.CreateSymbolicLink(link, Path.Combine(Root, "real.yml"));

        (await GivenAsync("compose.yml")).ShouldBe([link]);
    }

    [Fact]
    public void The_search_ends_in_a_sandbox_of_any_size()
    {
        var file = Write("a/b/c/compose.yml");

        FileSearch.Find("compose.yml", Sandbox, maximumFolders: 3).ShouldBe(file);
        Should.Throw<ComposeException>(() => FileSearch.Find("compose.yml", Sandbox, maximumFolders: 2))
            .Message.ShouldContain("more than 2 folders, too many to look through");
    }

    [Fact]
    public async Task A_name_with_a_NUL_in_it_is_refused() =>
        (await FailureAsync("a\0b")).ShouldBe("The name of a compose file must not contain a NUL character.");

    [Theory]
    [InlineData("app")]
    [InlineData("app/")]
    [InlineData("deep")]
    public async Task In_a_folder_that_is_named_Compose_finds_the_files_itself_and_the_environment_does_not_name_others(string name)
    {
        var file = Write("app/compose.yaml");
        Write("app/compose.override.yml");
        Write("x/deep/docker-compose.yml");

        var files = await FindAsync(FileName(name));

        files.Given.ShouldBeEmpty();
        files.FromVariable.ShouldBeFalse();
        files.Folder!.TrimEnd('/').ShouldBe(Path.Combine(Sandbox, name == "deep" ? "x/deep" : "app"));
        if (name != "deep")
            files.Description.ShouldBe($"{file}, {Path.Combine(Sandbox, "app/compose.override.yml")}");
    }

    [Fact]
    public async Task A_folder_beside_other_names_stands_for_the_files_in_it()
    {
        string[] expected = [Write("app/docker-compose.yml"), Write("app/docker-compose.override.yaml"), Write("more.yml")];

        (await GivenAsync("app,more.yml")).ShouldBe(expected);
    }

    [Fact]
    public async Task A_folder_without_a_file_is_told_with_the_names_that_were_looked_for()
    {
        Directory.CreateDirectory(Path.Combine(Sandbox, "compose.yml"));

        (await FailureAsync("compose.yml")).ShouldStartWith(
            $"'{Sandbox}/compose.yml' is a folder without a compose file: none of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml is in it.");
    }

    [Theory]
    [InlineData("COMPOSE_FILE=a.yml")]
    [InlineData("# names\nexport COMPOSE_FILE = a.yml:b.yml\n")]
    public async Task A_folder_whose_dot_env_names_the_files_is_left_to_Compose(string environment)
    {
        Write("app/.env", environment);

        var files = await FindAsync(FileName("app"));

        files.Folder.ShouldBe(Path.Combine(Sandbox, "app"));
        files.Description.ShouldBe($"what {Sandbox}/app/.env names in COMPOSE_FILE");
    }

    [Theory]
    [InlineData("compose.yaml", ".")]
    [InlineData("docker-compose.yaml", ".")]
    [InlineData("shop-1.4/compose.yml", "shop-1.4")]
    [InlineData("a/b/docker-compose.yml", "a/b")]
    public async Task Without_a_name_Compose_finds_the_files_in_the_sandbox_or_in_the_nearest_folder_below_it(string file, string folder)
    {
        Write(file);

        (await FindAsync()).Folder.ShouldBe(Path.GetFullPath(folder, Sandbox));
    }

    [Fact]
    public async Task Without_a_name_and_with_several_folders_equally_near_all_of_them_are_listed()
    {
        Write("a/compose.yml");
        Write("b/docker-compose.yml");

        (await FailureAsync()).ShouldStartWith($"A compose file is there more than once: {Sandbox}/a, {Sandbox}/b. ");
    }

    [Fact]
    public async Task Without_a_name_and_a_file_the_message_says_what_was_looked_for_and_what_to_do()
    {
        Write("config.yaml");

        var message = await FailureAsync();

        message.ShouldStartWith($"The task names no compose file, and none of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml is in {Sandbox}, nor in the folders");
        message.ShouldContain("give it a label 'fileName'", Case.Insensitive);
        message.ShouldContain("a label 'compose'");
    }

    [Fact]
    public async Task Without_a_name_the_environment_may_name_the_files()
    {
        var files = await new ProjectFinder(Sandbox).FindAsync(new TaskFiles([], null), Sandbox, "a.yml:b.yml", TestContext.Current.CancellationToken);

        files.ShouldBe(new ProjectFiles { Folder = Sandbox, FromVariable = true, Description = "a.yml:b.yml (COMPOSE_FILE)" });
    }

    [Fact]
    public async Task A_text_in_a_label_is_written_for_the_executors_user_alone_and_its_paths_start_from_the_sandbox()
    {
        var scratch = Path.Combine(Sandbox, "second");

        var files = await new ProjectFinder(scratch).FindAsync(new TaskFiles([], new InlineText("x.compose", "services: {}")), Sandbox, "ignored.yml", TestContext.Current.CancellationToken);

        var file = Path.Combine(scratch, "compose.label.yaml");
        files.Given.ShouldBe([file]);
        files.Folder.ShouldBe(Sandbox);
        files.Description.ShouldBe("the text in label 'x.compose'");
        File.ReadAllText(file).ShouldBe("services: {}");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_text_in_a_label_is_merged_after_the_files_that_are_named()
    {
        var file = Write("app/compose.yml");

        var files = await FindAsync(FileName("app/compose.yml"), new("compose", "services: {}"));

        files.Given.ShouldBe([file, Path.Combine(Sandbox, "compose.label.yaml")]);
        files.Folder.ShouldBeNull();
        files.Description.ShouldBe($"{file}, the text in label 'compose'");
    }

    [Fact]
    public void Where_people_start_it_the_file_is_found_in_the_folder_or_above_it_as_Compose_does()
    {
        var file = Write("docker-compose.yml");
        var below = Directory.CreateDirectory(Path.Combine(Sandbox, "a/b")).FullName;

        ProjectFinder.FindFrom(Sandbox, null).ShouldBe(new ProjectFiles { Folder = Sandbox, Description = file });
        ProjectFinder.FindFrom(below, "").ShouldBe(new ProjectFiles { Folder = below, Description = file });
        ProjectFinder.FindFrom(below, "x.yml").ShouldBe(new ProjectFiles { Folder = below, FromVariable = true, Description = "x.yml (COMPOSE_FILE)" });
    }

    [Fact]
    public void Where_people_start_it_and_there_is_none_the_message_says_what_was_looked_for_where() =>
        Should.Throw<ComposeException>(() => ProjectFinder.FindFrom(Sandbox, null)).Message.ShouldStartWith(
            $"There is no compose file: none of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml is in {Sandbox} or in a folder above it.");
}
