using ComposeExecutor.Leases;

namespace ComposeExecutor.Tests.Leases;

public sealed class LeaseContentSpecs
{
    private static readonly LeaseContent Whole = new()
    {
        TaskId = "shop.1",
        ExecutorId = "executor",
        ProcessId = 42,
        Engine = "unix:///var/run/docker.sock",
        Folder = "/sandbox",
        Files = ["/sandbox/secrets/token", "/sandbox/configs/web"],
        Cgroup = "/docker/shop-1",
        Networks = ["shared"],
        Volumes = ["data"],
        KeepVolumes = true,
        IsBeingRemoved = true,
    };

    [Fact]
    public void What_is_written_is_read()
    {
        var read = LeaseContent.Read(Whole.ToLine())!;

        read.ToLine().ShouldBe(Whole.ToLine());
    }

    [Fact]
    public void The_last_whole_line_counts()
    {
        var text = Whole.ToLine() + (Whole with { ProcessId = 43 }).ToLine() + Whole.ToLine()[..20];

        LeaseContent.Read(text)!.ProcessId.ShouldBe(43);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no line")]
    [InlineData("[]\n")]
    [InlineData("{\n")]
    [InlineData("""{"taskId":"","engine":"unix:///x"}""" + "\n")]
    [InlineData("""{"taskId":7,"engine":"unix:///x"}""" + "\n")]
    [InlineData("""{"taskId":"a"}""" + "\n")]
    public void What_names_no_pod_is_no_lease(string text) => LeaseContent.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("/sandbox/token")]
    [InlineData("/etc/secrets/passwd")]
    [InlineData("/sandbox/secrets/../../etc/passwd")]
    [InlineData("/sandbox/secrets/deeper/token")]
    [InlineData("secrets/token")]
    public void A_file_that_is_not_where_pods_have_files_is_not_believed(string file) =>
        LeaseContent.Read((Whole with { Files = [file] }).ToLine())!.Files.ShouldBeEmpty();

    [Theory]
    [InlineData("/")]
    [InlineData("sandbox")]
    [InlineData("/sandbox/..")]
    public void A_folder_that_is_none_has_no_files(string folder) =>
        LeaseContent.Read((Whole with { Folder = folder, Files = [$"{folder}/secrets/a"] }).ToLine())!.Files.ShouldBeEmpty();

    [Theory]
    [InlineData("/docker/../..")]
    [InlineData("pods")]
    [InlineData("--help.slice")]
    [InlineData("a/b.slice")]
    public void A_cgroup_that_is_none_is_not_believed(string cgroup) =>
        LeaseContent.Read((Whole with { Cgroup = cgroup }).ToLine())!.Cgroup.ShouldBeNull();
}
