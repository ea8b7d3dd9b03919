using System.Runtime.InteropServices;

namespace ComposeExecutor.Benchmarks.Processes;

/// <summary>
/// The processor time of another process. Its CPU clock counts nanoseconds and the threads that have ended, where <c>/proc/PID/stat</c>
/// counts ticks of 10 ms and <c>schedstat</c> the living threads only.
/// </summary>
internal static partial class ProcessorTime
{
    /// <summary>The time it has used since it began.</summary>
    /// <param name="processId">The process.</param>
    /// <exception cref="InvalidOperationException">There is no such process.</exception>
    public static TimeSpan Of(int processId)
    {
        if (GetClock(processId, out var clock) != 0 || GetTime(clock, out var time) != 0)
            throw new InvalidOperationException($"The CPU clock of process {processId} cannot be read.");
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int GetClock(int processId, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    // struct timespec of 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
