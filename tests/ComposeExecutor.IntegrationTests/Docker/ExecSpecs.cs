using System.Net;
using System.Net.Sockets;
using System.Text;
using ComposeExecutor.Docker;

namespace ComposeExecutor.IntegrationTests.Docker;

/// <summary>Commands in running containers, and sockets in their networks.</summary>
public sealed class ExecSpecs : EngineTest
{
    [Fact]
    public async Task A_command_ends_with_its_exit_code_and_what_it_wrote()
    {
        var container = await StartSleepingAsync();

        var result = await Tested.ExecAsync(container, Shell("echo to stdout; echo to stderr >&2; exit 3"), Deadline);

        result.ExitCode.ShouldBe(3);
        result.Output.ShouldContain("to stdout");
        result.Output.ShouldContain("to stderr");
    }

    [Fact]
    public async Task A_command_has_the_variables_folder_and_user_that_are_asked_for()
    {
        var container = await StartSleepingAsync();
        var command = Shell("echo $GREETING from $(pwd) by $(id -u)") with { Environment = ["GREETING=hello"], WorkingDirectory = "/tmp", User = "1234" };

        (await Tested.ExecAsync(container, command, Deadline)).Output.ShouldBe("hello from /tmp by 1234");
    }

    [Fact]
    public async Task Of_much_output_the_end_is_kept()
    {
        var container = await StartSleepingAsync();

        var output = (await Tested.ExecAsync(container, Shell("yes | head -n 100000; echo the end"), Deadline)).Output;

        output.ShouldEndWith("the end");
        output.Length.ShouldBeLessThanOrEqualTo(1024);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_says_so()
    {
        var container = await StartSleepingAsync();

        var result = await Tested.ExecAsync(container, new ExecCommand(["no-such-program"]), Deadline);

        result.ExitCode.ShouldBeOneOf(126, 127);
        result.Output.ShouldContain("no-such-program");
    }

    [Fact]
    public async Task A_command_in_a_container_that_does_not_run_is_refused()
    {
        var container = await StartSleepingAsync();
        await SignalAsync(container, "SIGKILL");
        await ExitCodeAsync(container);

        (await Should.ThrowAsync<EngineException>(() => Tested.ExecAsync(container, Shell("true"), Deadline))).Message.ShouldContain("not running");
    }

    [Fact]
    public async Task A_command_that_is_given_up_is_killed_with_what_it_has_started()
    {
        var container = await StartSleepingAsync();
        using var patience = new CancellationTokenSource();
        var running = Tested.ExecAsync(container, Shell("sleep 1234 & echo started > /tmp/started; wait; echo never"), patience.Token);
        (await Tested.ExecAsync(container, Shell("until grep -q started /tmp/started; do usleep 10000; done"), Deadline)).ExitCode.ShouldBe(0);

        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        (await Tested.ExecAsync(container, Shell("while pgrep -f 'sleep 1234' > /dev/null; do usleep 10000; done"), Deadline)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_socket_in_a_containers_network_reaches_what_listens_on_its_loopback_only()
    {
        var container = await StartAsync(Busybox, null, "sh", "-c", "exec httpd -f -p 127.0.0.1:8080");
        var pid = (int)(await Engine.Containers.InspectContainerAsync(container, Deadline)).State!.Pid;
        (await Tested.ExecAsync(container, Shell("until netstat -ltn | grep -q 8080; do usleep 10000; done"), Deadline)).ExitCode.ShouldBe(0);

        using var socket = ContainerProcess.OpenSocket(pid, container, AddressFamily.InterNetwork).ShouldNotBeNull();
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 8080), Deadline);

        await socket.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Deadline);
        var buffer = new byte[256];
        Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Deadline)).ShouldStartWith("HTTP/1.1 404");
    }

    [Fact]
    public async Task The_network_of_a_process_that_is_not_the_containers_is_not_entered()
    {
        var container = await StartSleepingAsync();

        ContainerProcess.OpenSocket(Environment.ProcessId, container, AddressFamily.InterNetwork).ShouldBeNull();
        ContainerProcess.Kill(Environment.ProcessId, container).ShouldBeFalse();
    }

    private static ExecCommand Shell(string script) => new(["sh", "-c", script]);

    private Task<string> StartSleepingAsync() => StartAsync(Busybox, null, "sleep", "1000");
}
