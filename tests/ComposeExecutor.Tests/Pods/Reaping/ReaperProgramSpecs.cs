using ComposeExecutor.Pods.Reaping;

namespace ComposeExecutor.Tests.Pods.Reaping;

public sealed class ReaperProgramSpecs
{
    private static readonly string[] Maps =
    [
        "557a0c000000-557a0c400000 r--p 00000000 08:01 1 /opt/compose-executor",
        "7f0000000000-7f0000020000 r--p 00000000 08:01 2 /usr/lib/x86_64-linux-gnu/libc.so.6",
        "7f0000020000-7f0000040000 r-xp 00020000 08:01 2 /usr/lib/x86_64-linux-gnu/libc.so.6",
        "7f0000100000-7f0000120000 r--p 00000000 08:01 3 /usr/lib/x86_64-linux-gnu/libcrypto.so.3",
        "7f0000200000-7f0000220000 r--p 00000000 08:01 4 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
        "7ffc00000000-7ffc00020000 rw-p 00000000 00:00 0 [stack]",
        "7f0000300000-7f0000320000 rw-p 00000000 00:00 0",
    ];

    [Fact]
    public void The_C_library_and_its_loader_go_along_and_nothing_else()
    {
        var libraries = ReaperProgram.LibrariesIn(Maps);

        libraries.ShouldBe(["/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"]);
        new ReaperProgram("/opt/compose-executor", libraries).Loader.ShouldBe("ld-linux-x86-64.so.2");
    }

    [Fact]
    public void Without_a_loader_there_is_no_reaper() =>
        Should.Throw<IOException>(() => new ReaperProgram("/opt/compose-executor", ["/usr/lib/libc.so.6"]));

    [Fact]
    public void A_build_is_known_by_what_the_linker_wrote()
    {
        byte[] start = [1, 2, 3, 4, 4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0, .. Enumerable.Repeat((byte)0xab, 20), 9];

        ReaperProgram.BuildIdIn(start).ShouldBe(string.Concat(Enumerable.Repeat("ab", 20)));
        ReaperProgram.BuildIdIn(start.AsSpan(0, 30)).ShouldBeNull();
        ReaperProgram.BuildIdIn([]).ShouldBeNull();
    }

    [Fact]
    public void Another_folder_engine_or_build_has_another_reaper()
    {
        string[] names = [ReaperContainer.NameOf("/a", "b", "c"), ReaperContainer.NameOf("/x", "b", "c"), ReaperContainer.NameOf("/a", "x", "c"), ReaperContainer.NameOf("/a", "b", "x")];

        names.Distinct().Count().ShouldBe(names.Length);
        ReaperContainer.NameOf("/a", "b", "c").ShouldBe(names[0]);
    }

    [Fact]
    public async Task The_archive_is_a_tar_of_the_files()
    {
        var folder = Directory.CreateTempSubdirectory("program-").FullName;
        var (program, loader) = (Path.Combine(folder, "program"), Path.Combine(folder, "ld-linux.so"));
        await File.WriteAllTextAsync(program, new string('p', 700), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(loader, "loader", TestContext.Current.CancellationToken);

        using var archive = new ReaperProgram(program, [loader]).ToArchive();
        var bytes = await archive.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        archive.Headers.ContentLength.ShouldBe(bytes.Length);

        using var reader = new System.Formats.Tar.TarReader(new MemoryStream(bytes));
        var first = reader.GetNextEntry(copyData: true)!;
        first.Name.ShouldBe("compose-executor");
        first.Length.ShouldBe(700);
        (first.Mode & UnixFileMode.UserExecute).ShouldNotBe(UnixFileMode.None);
        reader.GetNextEntry(copyData: true)!.Name.ShouldBe("ld-linux.so");
        reader.GetNextEntry().ShouldBeNull();
        Directory.Delete(folder, recursive: true);
    }
}
