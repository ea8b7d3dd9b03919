using System.Runtime.InteropServices;

namespace Chaos;

/// <summary>The system calls that breaking things takes.</summary>
internal static partial class Native
{
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int Detach = 2;

    /// <summary>Sends a signal to a process, if there is one of that id.</summary>
    public static void Signal(int processId, int signal) => _ = KillNative(processId, signal);

    /// <summary>Mounts a file system in memory.</summary>
    /// <param name="path">Where.</param>
    /// <param name="size">Its size, in bytes.</param>
    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public static void MountMemory(string path, long size)
    {
        if (MountNative("tmpfs", path, "tmpfs", 0, FormattableString.Invariant($"size={size}")) != 0)
            throw new InvalidOperationException($"No file system could be mounted at {path}: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Takes a mount away, also one that is still in use.</summary>
    /// <exception cref="InvalidOperationException">It cannot be taken away.</exception>
    public static void Unmount(string path)
    {
        if (UnmountNative(path, Detach) != 0)
            throw new InvalidOperationException($"{path} could not be unmounted: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillNative(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MountNative(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnmountNative(string target, int flags);
}
