// PID 1 of a pod's infra container: it holds the pod's namespaces open and does nothing else. Three promises:
//
// - It ends with 0 as soon as it is asked to. When it is PID 1 of a shared PID namespace, the kernel then kills every
//   process of the pod.
// - No zombie stays behind. Whatever loses its parent inside a shared PID namespace becomes a child of PID 1.
// - It costs nothing: one thread sleeps in the kernel, and nothing ever wakes it but the request to end.
using ComposeExecutor.Pause;

if (args is ["--version"])
{
    Libc.WriteLine(Build.Version);
    return 0;
}

// Ignoring SIGCHLD makes the kernel itself reap every child that ends (wait(2), "Linux notes"), also one that was
// already dead when it was inherited. So there is no loop that wakes up for each child, and none that can miss one.
Libc.Ignore(Libc.SIGCHLD);

// The kernel drops a signal that PID 1 neither handles nor blocks, and any thread that does not block it may be the one
// that takes it. The runtime has started a thread by now, which does not; but what is blocked stays blocked across
// execve(2), for every thread of the new program. Should exec fail, all still works, except that a signal is lost which
// is sent while the process is stopped: only a thread that waits for a signal is preferred over the others.
var ending = new SignalSet(Libc.SIGTERM, Libc.SIGINT, Libc.SIGQUIT);
if (!ending.Block())
    Libc.ExecuteSelf();

Libc.NameThread();
Libc.ReapEnded();
ending.Wait();
return 0;
