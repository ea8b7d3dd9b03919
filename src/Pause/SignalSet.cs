using System.Runtime.CompilerServices;

namespace ComposeExecutor.Pause;

/// <summary>A few signals, as the C library's <c>sigset_t</c>.</summary>
internal unsafe struct SignalSet
{
    private Storage _set;

    /// <summary>The set that holds exactly the <paramref name="signals"/>.</summary>
    public SignalSet(params ReadOnlySpan<int> signals)
    {
        fixed (Storage* set = &_set)
        {
            _ = Libc.sigemptyset(set);
            foreach (var signal in signals)
                _ = Libc.sigaddset(set, signal);
        }
    }

    /// <summary>Blocks the signals for this thread, and says whether all of them were blocked before.</summary>
    public bool Block()
    {
        Storage before;
        fixed (Storage* set = &_set)
        {
            _ = Libc.sigprocmask(Libc.SIG_BLOCK, set, &before);
            for (var signal = 1; signal <= Libc.SIGCHLD; signal++)
            {
                if (Libc.sigismember(set, signal) == 1 && Libc.sigismember(&before, signal) != 1)
                    return false;
            }
        }

        return true;
    }

    /// <summary>Sleeps until one of the signals, which must be blocked, has arrived.</summary>
    public void Wait()
    {
        int arrived;
        fixed (Storage* set = &_set)
        {
            // EINTR is no signal of ours: a freezer or a debugger woke the thread.
            while (Libc.sigwait(set, &arrived) != 0)
            {
            }
        }
    }

    /// <summary>1024 bits, the size of glibc's and musl's <c>sigset_t</c>.</summary>
    [InlineArray(16)]
    internal struct Storage
    {
        private ulong _bits;
    }
}
