using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ComposeExecutor.Leases;

/// <summary>
/// Locks on files and folders that the kernel gives back when their holder dies, however it dies (flock(2)). They hold across containers,
/// since they belong to the file and not to the process. No child process inherits what is opened here.
/// </summary>
internal static partial class FileLock
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int O_RDONLY = 0;
    private const int O_RDWR = 2;
    private const int O_CREAT = 0x40;
    private const int O_EXCL = 0x80;
    private const int O_NONBLOCK = 0x800;
    private const int O_CLOEXEC = 0x80000;
    private const int AT_FDCWD = -100;
    private const uint RENAME_NOREPLACE = 1;
    private const int OwnerOnly = 0b110_000_000;
    private const int ENOENT = 2;
    private const int EINTR = 4;
    private const int EAGAIN = 11;
    private const int EEXIST = 17;
    private const int StackSize = 1 << 17;

    // The values of these two differ between the architectures.
    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;
    private static readonly int DirectoryOnly = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>Creates a file that must not be there yet.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public static SafeFileHandle Create(string path) =>
        Open(path, O_RDWR | O_CREAT | O_EXCL) ?? throw Failure("create", path);

    /// <summary>Opens a file for its lock and its content; null when there is none. A link is not followed, and nothing is waited for.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle? Open(string path) => Open(path, O_RDWR | NoFollow | O_NONBLOCK);

    /// <summary>Opens a folder for its lock.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenFolder(string path) =>
        Open(path, O_RDONLY | DirectoryOnly) ?? throw Failure("open", path);

    /// <summary>Gives a file another name in its folder, unless there is one of that name.</summary>
    /// <returns>Whether it has the name now.</returns>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static bool TryRename(string from, string to)
    {
        if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == EEXIST ? false : throw Failure("rename", from);
    }

    /// <summary>Takes the lock if nobody holds it.</summary>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="IOException">The file system knows no such locks.</exception>
    public static bool TryTake(SafeFileHandle file)
    {
        while (flock(file, LOCK_EX | LOCK_NB) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case EINTR:
                    continue;
                case EAGAIN:
                    return false;
                default:
                    throw Failure("lock", "a file");
            }
        }

        return true;
    }

    /// <summary>
    /// Takes the lock as soon as its holder gives it back. Nothing but a thread can wait for that; it sleeps in the kernel, and is used only
    /// where somebody else holds the lock.
    /// </summary>
    /// <exception cref="IOException">The file system knows no such locks.</exception>
    public static Task TakeAsync(SafeFileHandle file)
    {
        if (TryTake(file))
            return Task.CompletedTask;
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Wait(file, taken), StackSize) { IsBackground = true, Name = "lock" };
        thread.Start();
        return taken.Task;
    }

    private static void Wait(SafeFileHandle file, TaskCompletionSource taken)
    {
        while (flock(file, LOCK_EX) != 0)
        {
            if (Marshal.GetLastPInvokeError() == EINTR)
                continue;
            taken.SetException(Failure("lock", "a file"));
            return;
        }

        taken.SetResult();
    }

    private static SafeFileHandle? Open(string path, int flags)
    {
        var handle = open(path, flags | O_CLOEXEC, OwnerOnly);
        return !handle.IsInvalid ? handle
            : Marshal.GetLastPInvokeError() == ENOENT ? null
            : throw Failure("open", path);
    }

    private static IOException Failure(string what, string path) =>
        new($"Could not {what} {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int fromFolder, string from, int toFolder, string to, uint flags);
}
