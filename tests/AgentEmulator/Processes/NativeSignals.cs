using System.Runtime.InteropServices;

namespace AgentEmulator;

/// <summary>kill(2).</summary>
internal static partial class NativeSignals
{
    public const int Kill = 9;

    /// <summary>Sends a signal to a process, or to a whole group when the id is negative.</summary>
    public static void Send(int processId, int signal)
    {
        // Its only failure that can happen here is that there is nobody left to signal.
        _ = KillNative(processId, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillNative(int processId, int signal);
}
