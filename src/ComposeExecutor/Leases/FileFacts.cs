using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ComposeExecutor.Leases;

/// <summary>What the kernel says of an open file or of a folder (statx(2), whose answer looks the same on all architectures).</summary>
/// <param name="Links">How many names it has; 0 when it was removed.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="Mode">Its type and permissions, as in stat(2).</param>
/// <param name="Size">Its size in bytes.</param>
internal readonly partial record struct FileFacts(uint Links, uint UserId, uint GroupId, int Mode, long Size)
{
    private const int AT_FDCWD = -100;
    private const int AT_EMPTY_PATH = 0x1000;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const uint STATX_BASIC_STATS = 0x7ff;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int WritableByOthers = 0b000_010_010;

    /// <summary>The user that this process acts as.</summary>
    public static uint OwnUserId { get; } = geteuid();

    /// <summary>The group that this process acts as.</summary>
    public static uint OwnGroupId { get; } = getegid();

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => (Mode & TypeMask) == RegularFile;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => (Mode & TypeMask) == Folder;

    /// <summary>Whether nobody but this process's user, and root, can have written it.</summary>
    public bool IsTrusted => UserId is 0 || UserId == OwnUserId ? (Mode & WritableByOthers) == 0 : false;

    /// <summary>Of an open file.</summary>
    /// <exception cref="IOException">The kernel does not say.</exception>
    public static FileFacts Of(SafeFileHandle file)
    {
        var held = false;
        file.DangerousAddRef(ref held);
        try
        {
            return Ask((int)file.DangerousGetHandle(), "", AT_EMPTY_PATH);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    /// <summary>Of what has a path; a link itself, not what it leads to, unless it is to be followed.</summary>
    /// <exception cref="IOException">There is nothing, or the kernel does not say.</exception>
    public static FileFacts Of(string path, bool follow = false) => Ask(AT_FDCWD, path, follow ? 0 : AT_SYMLINK_NOFOLLOW);

    private static FileFacts Ask(int folder, string path, int flags)
    {
        var answer = new byte[256];
        if (statx(folder, path, flags, STATX_BASIC_STATS, answer) != 0)
            throw new IOException($"Could not look at {(path.Length > 0 ? path : "a file")}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        return new FileFacts(
            MemoryMarshal.Read<uint>(answer.AsSpan(16)),
            MemoryMarshal.Read<uint>(answer.AsSpan(20)),
            MemoryMarshal.Read<uint>(answer.AsSpan(24)),
            MemoryMarshal.Read<ushort>(answer.AsSpan(28)),
            MemoryMarshal.Read<long>(answer.AsSpan(40)));
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, [Out] byte[] answer);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial uint getegid();
}
