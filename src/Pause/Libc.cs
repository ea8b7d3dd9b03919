using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ComposeExecutor.Pause;

/// <summary>The calls of the C library that the program makes. They are linked in, so nothing is looked up at run time.</summary>
[SuppressMessage("Style", "IDE1006", Justification = "The names are the C library's.")]
internal static unsafe partial class Libc
{
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGTERM = 15;
    public const int SIGCHLD = 17;
    public const int SIG_BLOCK = 0;

    private const nint SIG_IGN = 1;
    private const int WNOHANG = 1;
    private const int PR_SET_NAME = 15;

    public static void Ignore(int signal) => _ = Libc.signal(signal, SIG_IGN);

    /// <summary>Reaps the children that had ended before their signal was ignored.</summary>
    public static void ReapEnded()
    {
        while (waitpid(-1, null, WNOHANG) > 0)
        {
        }
    }

    /// <summary>Replaces the process by a new run of this program. Returns only if that is not possible.</summary>
    public static void ExecuteSelf()
    {
        fixed (byte* path = "/proc/self/exe"u8, name = "/pause"u8)
        {
            var arguments = stackalloc byte*[] { name, null };
            _ = execv(path, arguments);
        }
    }

    /// <summary>Gives the process the name that <c>ps</c> shows, which is <c>exe</c> after <see cref="ExecuteSelf"/>.</summary>
    public static void NameThread()
    {
        fixed (byte* name = "pause"u8)
            _ = prctl(PR_SET_NAME, name);
    }

    /// <summary>Writes to standard output, without the megabyte that <see cref="Console"/> would add to the program.</summary>
    public static void WriteLine(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text, end = "\n"u8)
        {
            _ = write(1, start, (nuint)text.Length);
            _ = write(1, end, 1);
        }
    }

    [LibraryImport("libc")]
    public static partial int sigemptyset(SignalSet.Storage* set);

    [LibraryImport("libc")]
    public static partial int sigaddset(SignalSet.Storage* set, int signal);

    [LibraryImport("libc")]
    public static partial int sigismember(SignalSet.Storage* set, int signal);

    [LibraryImport("libc")]
    public static partial int sigprocmask(int how, SignalSet.Storage* set, SignalSet.Storage* before);

    [LibraryImport("libc")]
    public static partial int sigwait(SignalSet.Storage* set, int* signal);

    [LibraryImport("libc")]
    private static partial nint signal(int signal, nint handler);

    [LibraryImport("libc")]
    private static partial int waitpid(int process, int* status, int options);

    [LibraryImport("libc")]
    private static partial int execv(byte* path, byte** arguments);

    [LibraryImport("libc")]
    private static partial int prctl(int option, byte* name);

    [LibraryImport("libc")]
    private static partial nint write(int file, byte* bytes, nuint count);
}
