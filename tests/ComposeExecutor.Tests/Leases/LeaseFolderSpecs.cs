using ComposeExecutor.Leases;

namespace ComposeExecutor.Tests.Leases;

public sealed class LeaseFolderSpecs : IDisposable
{
    private static readonly LeaseContent Content = new() { TaskId = "a", Engine = "unix:///engine", ProcessId = 1 };

    private readonly string _parent = Directory.CreateTempSubdirectory("leases-").FullName;
    private readonly LeaseFolder _folder;

    public LeaseFolderSpecs() => _folder = new LeaseFolder(Path.Combine(_parent, "leases"));

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void A_lease_is_there_while_its_pod_is()
    {
        var lease = _folder.TryCreate("a", Content)!;
        _folder.Projects().ShouldBe(["a"]);
        _folder.Read("a")!.TaskId.ShouldBe("a");

        lease.Remove();

        _folder.Projects().ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_lease_that_is_held_cannot_be_taken()
    {
        using var lease = _folder.TryCreate("a", Content)!;

        _folder.TryCreate("a", Content).ShouldBeNull();
        _folder.TryTake("a").ShouldBeNull();
        Directory.EnumerateFileSystemEntries(_folder.Path).Count().ShouldBe(1);
    }

    [Fact]
    public void Whoever_takes_a_lease_that_was_left_is_told_of_the_pod()
    {
        _folder.TryCreate("a", Content)!.Dispose();

        using var taken = _folder.TryCreate("a", Content with { ProcessId = 2 })!;

        taken.Left!.ProcessId.ShouldBe(1);
        _folder.Read("a").ShouldNotBeNull().IsBeingRemoved.ShouldBeTrue();
        _folder.Read("a")!.ProcessId.ShouldBe(2);
    }

    [Fact]
    public async Task Who_waits_gets_a_lease_when_its_holder_is_gone()
    {
        var lease = _folder.TryCreate("a", Content)!;
        var waiting = _folder.TakeAsync("a");
        waiting.IsCompleted.ShouldBeFalse();

        lease.Dispose();

        using var taken = await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        taken!.Left!.TaskId.ShouldBe("a");
    }

    [Fact]
    public async Task Who_waits_gets_nothing_when_the_pod_ended_by_itself()
    {
        var lease = _folder.TryCreate("a", Content)!;
        var waiting = _folder.TakeAsync("a");

        lease.Remove();

        (await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public void Nobody_else_can_enter_the_folder()
    {
        _folder.TryCreate("a", Content)!.Dispose();

        File.GetUnixFileMode(_folder.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_folder_that_others_can_write_is_not_used()
    {
        Directory.CreateDirectory(_folder.Path);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);

        Should.Throw<IOException>(() => _folder.TryCreate("a", Content)).Message.ShouldContain("nobody else can write");
    }

    [Fact]
    public void A_file_that_others_can_write_says_nothing()
    {
        _folder.TryCreate("a", Content)!.Dispose();
        File.SetUnixFileMode(Path.Combine(_folder.Path, "a.lease"), (UnixFileMode)0b110_110_110);

        _folder.Read("a").ShouldBeNull();
    }

    [Fact]
    public void A_file_that_is_too_large_says_nothing()
    {
        _folder.TryCreate("a", Content)!.Dispose();
        File.AppendAllText(Path.Combine(_folder.Path, "a.lease"), new string(' ', 1 << 20) + "\n" + Content.ToLine());

        _folder.Read("a").ShouldBeNull();
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        _folder.TryCreate("a", Content)!.Dispose();
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b.lease"), Path.Combine(_folder.Path, "a.lease"));

        Should.Throw<IOException>(() => _folder.Read("b"));
    }

    [Theory]
    [InlineData("a.lease", "a")]
    [InlineData("A.lease", null)]
    [InlineData("a", null)]
    [InlineData(".lease", null)]
    [InlineData("a.b.lease", null)]
    public void Only_the_name_of_a_project_makes_a_lease(string file, string? project) => LeaseFolder.ProjectOf(file).ShouldBe(project);
}
