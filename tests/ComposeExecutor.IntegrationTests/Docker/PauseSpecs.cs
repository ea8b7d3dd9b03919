using System.Globalization;
using ComposeExecutor.Docker;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests.Docker;

/// <summary>What the infra container's PID 1 promises, seen in a container from the embedded image.</summary>
public sealed class PauseSpecs : EngineTest
{
    // Far beyond the test's own deadline, so that an exit code of 137 can only mean that the signal was ignored.
    private const uint NeverKill = 600;

    [Fact]
    public async Task It_ends_with_0_when_it_is_stopped()
    {
        var pause = await StartPauseAsync();

        await Engine.Containers.StopContainerAsync(pause, new ContainerStopParameters { WaitBeforeKillSeconds = NeverKill }, Deadline);

        (await ExitCodeAsync(pause)).ShouldBe(0);
    }

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    [InlineData("SIGQUIT")]
    public async Task It_ends_with_0_at_every_signal_that_asks_for_it(string signal)
    {
        var pause = await StartPauseAsync();

        await SignalAsync(pause, signal);

        (await ExitCodeAsync(pause)).ShouldBe(0);
    }

    [Theory]
    [InlineData("SIGSTOP", "SIGCONT")]
    [InlineData(null, null)]
    public async Task A_signal_that_is_sent_while_it_is_stopped_or_frozen_is_not_lost(string? stop, string? resume)
    {
        var pause = await StartPauseAsync();
        await (stop is null ? Engine.Containers.PauseContainerAsync(pause, Deadline) : SignalAsync(pause, stop));

        await SignalAsync(pause, "SIGTERM");

        // The engine itself thaws a container that it has sent its stop signal to.
        if (resume is not null)
            await SignalAsync(pause, resume);
        (await ExitCodeAsync(pause)).ShouldBe(0);
    }

    [Fact]
    public async Task It_reaps_processes_that_lost_their_parent()
    {
        var pause = await StartPauseAsync();

        // The orphan lives until somebody opens the other end of the pipe. A zombie would keep its folder in /proc, and the
        // last loop would never end.
        var service = await StartAsync(Busybox, Sharing(pause), "sh", "-c",
            """
            set -e
            for round in $(seq 20); do
              mkfifo /tmp/end
              sh -c 'cat /tmp/end & echo $! > /tmp/orphan'
              orphan=$(cat /tmp/orphan)
              grep -q "^PPid:.1$" /proc/$orphan/status
              : > /tmp/end
              while [ -e /proc/$orphan ]; do :; done
              rm /tmp/end
            done
            """);

        (await ExitCodeAsync(service)).ShouldBe(0);
    }

    [Fact]
    public async Task It_reaps_processes_that_had_ended_before_their_parent_did()
    {
        var pause = await StartPauseAsync();

        // The parent is a cat, which never waits for the child that it has taken over from the shell: a zombie until the cat ends.
        var service = await StartAsync(Busybox, Sharing(pause), "sh", "-c",
            """
            set -e
            mkfifo /tmp/end-child /tmp/end-parent
            sh -c 'cat /tmp/end-child & echo $! > /tmp/child; exec cat /tmp/end-parent' &
            until grep -q "^Name:.cat" /proc/$!/status; do :; done
            child=$(cat /tmp/child)
            : > /tmp/end-child
            until grep -q "^State:.Z" /proc/$child/status; do :; done
            : > /tmp/end-parent
            while [ -e /proc/$child ]; do :; done
            """);

        (await ExitCodeAsync(service)).ShouldBe(0);
    }

    [Fact]
    public async Task When_it_ends_every_process_of_the_shared_namespace_ends()
    {
        var pause = await StartPauseAsync();
        var service = await StartAsync(Busybox, Sharing(pause), "sh", "-c", "trap '' TERM; while :; do sleep 600; done");

        await SignalAsync(pause, "SIGTERM");

        (await ExitCodeAsync(pause)).ShouldBe(0);
        (await ExitCodeAsync(service)).ShouldBe(137);
    }

    [Fact]
    public async Task It_runs_where_nothing_may_be_written_and_nothing_is_allowed()
    {
        var pause = await StartPauseAsync(new HostConfig
        {
            ReadonlyRootfs = true,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            PidsLimit = 8,
        });

        await SignalAsync(pause, "SIGTERM");

        (await ExitCodeAsync(pause)).ShouldBe(0);
    }

    private static HostConfig Sharing(string pause) => new() { PidMode = "container:" + pause };

    /// <summary>A running container from the embedded image, which is past the first milliseconds in which PID 1 misses signals.</summary>
    private async Task<string> StartPauseAsync(HostConfig? host = null)
    {
        await PauseImage.EnsureAsync(Tested, Deadline);
        var container = await StartAsync(PauseImage.Name, host);
        var process = (await Engine.Containers.InspectContainerAsync(container, Deadline)).State!.Pid;
        while (!BlocksSignals(process))
        {
            Deadline.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return container;
    }

    // Not of the main thread, for which the kernel shows no blocked signals while it waits for them.
    private static bool BlocksSignals(long process)
    {
        var threads = Directory.GetDirectories($"/proc/{process}/task")
            .Where(thread => !thread.EndsWith($"/{process}", StringComparison.Ordinal))
            .ToList();
        return threads.Count > 0 && threads.All(thread => BlocksSigterm(Path.Combine(thread, "status")));
    }

    private static bool BlocksSigterm(string status)
    {
        const string Blocked = "SigBlk:";
        const ulong Sigterm = 1UL << 14;
        try
        {
            var mask = File.ReadLines(status).Single(line => line.StartsWith(Blocked, StringComparison.Ordinal))[Blocked.Length..];
            return (ulong.Parse(mask.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Sigterm) != 0;
        }
        catch (IOException)
        {
            // The thread is gone: the program is replacing itself.
            return false;
        }
    }
}
