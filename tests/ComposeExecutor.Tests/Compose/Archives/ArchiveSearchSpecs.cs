using System.Formats.Tar;
using System.Text;
using ComposeExecutor.Tests.Compose.Files;

namespace ComposeExecutor.Tests.Compose.Archives;

public sealed class ArchiveSearchSpecs : FinderTest
{
    [Fact]
    public async Task An_archive_that_is_named_is_extracted_and_Compose_finds_the_files_in_it()
    {
        Pack("app.tar", "compose.yaml", "compose.override.yaml", "html/index.html");

        var files = await FindAsync(FileName("app.tar"));

        files.Folder.ShouldBe(Extracted("app.tar"));
        File.Exists(Path.Combine(Extracted("app.tar"), "html/index.html")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_files_may_be_in_a_folder_of_the_archive()
    {
        Pack("fetched/app-1.0.tar", "app-1.0/docker-compose.yml");

        (await FindAsync(FileName("app-1.0.tar"))).Folder.ShouldBe(Path.Combine(Extracted("fetched/app-1.0.tar"), "app-1.0"));
    }

    [Theory]
    [InlineData("app.tar/deploy/production.yml")]
    [InlineData("app.tar/production.yml")]
    [InlineData("production.yml")]
    [InlineData("deploy/production.yml")]
    public async Task A_file_in_an_archive_can_be_named_with_the_archive_or_without(string name)
    {
        Pack("app.tar", "compose.yml", "deploy/production.yml");
        Pack("other.tar", "compose.yml");

        (await GivenAsync(name)).ShouldBe([Path.Combine(Extracted("app.tar"), "deploy/production.yml")]);
    }

    [Fact]
    public async Task Several_files_may_come_from_one_archive()
    {
        Pack("app.tar", "a.yml", "b.yml");

        (await GivenAsync("a.yml,b.yml")).ShouldBe([Path.Combine(Extracted("app.tar"), "a.yml"), Path.Combine(Extracted("app.tar"), "b.yml")]);
    }

    [Fact]
    public async Task Without_a_name_an_archive_with_a_compose_file_is_enough()
    {
        Pack("docker.tar", ".docker/config.json");
        Pack("app.tar", "app/compose.yml");

        (await FindAsync()).Folder.ShouldBe(Path.Combine(Extracted("app.tar"), "app"));
        Directory.Exists(Extracted("docker.tar")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_there_needs_no_archive()
    {
        Pack("app.tar", "compose.yml");
        var file = Write("unpacked/compose.yml");

        (await GivenAsync("compose.yml")).ShouldBe([file]);
        Directory.Exists(Extracted("app.tar")).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_archives_with_the_file_are_ambiguous()
    {
        Pack("a.tar", "x/compose.yml");
        Pack("b.tar", "compose.yml");

        (await FailureAsync("compose.yml")).ShouldStartWith($"Compose file 'compose.yml' is in more than one archive: {Sandbox}/a.tar, {Sandbox}/b.tar. Name the archive to use in the label 'fileName', like a.tar/compose.yml.");
        (await FailureAsync()).ShouldStartWith("A compose file is in more than one archive");
    }

    [Fact]
    public async Task An_archive_without_the_file_is_told_with_what_was_looked_for()
    {
        Pack("a.tar", "readme.txt");

        (await FailureAsync("a.tar")).ShouldStartWith($"Archive {Sandbox}/a.tar has no compose file: looked for compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml at its top");
        (await FailureAsync("a.tar/x.yml")).ShouldStartWith($"Archive {Sandbox}/a.tar has no 'x.yml'");
    }

    [Fact]
    public async Task Archives_that_were_looked_through_are_told_when_nothing_is_found()
    {
        Pack("a.tar", "readme.txt");
        Write("broken.tgz", "nothing");

        var message = await FailureAsync("compose.yml");

        message.ShouldContain("nor in its archives (a.tar, broken.tgz, which cannot be read: ");
    }

    [Fact]
    public async Task What_was_extracted_before_is_not_taken_for_fetched_files()
    {
        Pack("app.tar", "compose.yml");

        (await GivenAsync("compose.yml")).ShouldBe(await GivenAsync("compose.yml"));
    }

    private string Extracted(string archive) => Path.Combine(Sandbox, ".extracted", archive);

    private void Pack(string name, params string[] files)
    {
        using var file = File.Create(Write(name));
        using var tar = new TarWriter(file);
        foreach (var entry in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("services: {}")) });
    }
}
