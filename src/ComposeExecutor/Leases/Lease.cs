using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ComposeExecutor.Leases;

/// <summary>
/// The file that says that a pod exists, held by a lock for as long as somebody answers for the pod: its executor, and after that
/// whoever removes what the executor has left.
/// </summary>
public sealed class Lease : IDisposable
{
    // Larger than any lease: a file that somebody else has put there is not read into memory whole.
    private const int LargestLease = 1 << 20;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    internal Lease(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>What an executor has left that held this lease before and died; null when nobody did.</summary>
    public LeaseContent? Left { get; init; }

    /// <summary>Says something else of its pod from now on. What was said before stays true until the whole of the new is written.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(LeaseContent content) => RandomAccess.Write(_file, Encoding.UTF8.GetBytes(content.ToLine()), RandomAccess.GetLength(_file));

    /// <summary>Removes the lease: nothing is left of its pod.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public void Remove()
    {
        // Before the lock is given back, so that nobody finds it free.
        File.Delete(_path);
        Dispose();
    }

    /// <summary>Gives the lock back, and leaves the lease to whoever removes the pod.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>What an open lease file says; null when it is not one that an executor of this user has written.</summary>
    internal static LeaseContent? Read(SafeFileHandle file)
    {
        if (FileFacts.Of(file) is not { IsFile: true, IsTrusted: true, Size: > 0 and <= LargestLease } facts)
            return null;
        var bytes = new byte[facts.Size];
        var read = RandomAccess.Read(file, bytes, 0);
        return LeaseContent.Read(Encoding.UTF8.GetString(bytes.AsSpan(0, read)));
    }
}
