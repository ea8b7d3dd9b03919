using System.Globalization;

namespace ComposeExecutor.Benchmarks.Processes;

/// <summary>The memory of a process, in bytes.</summary>
/// <param name="Private">What it alone has written to, and nobody else shares.</param>
/// <param name="Resident">All that is in memory, with what it shares with others, such as the file of its executable.</param>
/// <param name="Proportional">The same, but of what is shared only its part.</param>
internal sealed record ProcessMemory(long Private, long Resident, long Proportional)
{
    /// <summary>Reads it from <c>/proc/PID/smaps_rollup</c> (proc(5)).</summary>
    /// <param name="processId">The process.</param>
    public static ProcessMemory Of(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId}/smaps_rollup");
        return new ProcessMemory(Bytes("Private_Dirty:"), Bytes("Rss:"), Bytes("Pss:"));

        long Bytes(string field)
        {
            var line = lines.First(line => line.StartsWith(field, StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }
}
