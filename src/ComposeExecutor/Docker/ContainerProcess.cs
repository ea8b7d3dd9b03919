using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ComposeExecutor.Docker;

/// <summary>
/// The processes of containers as this host sees them. The engine names them by numbers of the host, which mean something else, or
/// nothing, to an executor in a PID namespace of its own: a number is believed only if its cgroup names the container.
/// </summary>
internal static partial class ContainerProcess
{
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET
    private const int SigKill = 9;

    // Creating a socket takes no more than that.
    private const int StackSize = 128 << 10;

    /// <summary>Whether a process is there and belongs to a container.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="containerId">The container.</param>
    public static bool Belongs(int pid, string containerId)
    {
        try
        {
            return pid > 0 && File.ReadAllText($"/proc/{Number(pid)}/cgroup").Contains(containerId, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Ends a command that the engine runs in a container, with all that it has started in its process group.</summary>
    /// <param name="pid">The command's process, which leads its group.</param>
    /// <param name="containerId">The container.</param>
    /// <returns>Whether it could be ended.</returns>
    public static bool Kill(int pid, string containerId) => Belongs(pid, containerId) && (Kill(-pid, SigKill) == 0 || Kill(pid, SigKill) == 0);

    /// <summary>A socket in the network namespace of a process; it stays there whoever uses it.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="containerId">The container that it must belong to.</param>
    /// <param name="family">The socket's address family.</param>
    /// <returns>A TCP socket; null when this process may not enter the namespace, or does not see the process.</returns>
    public static Socket? OpenSocket(int pid, string containerId, AddressFamily family)
    {
        SafeFileHandle network;
        try
        {
            network = File.OpenHandle($"/proc/{Number(pid)}/ns/net", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // Asked only now: the number may have been given to another process before, but the handle holds on to the namespace.
        using (network)
            return Belongs(pid, containerId) ? OpenSocket(network, family) : null;
    }

    // A thread of its own, which ends with it: setns changes the thread that calls it, and no other code may run on such a one.
    private static Socket? OpenSocket(SafeFileHandle network, AddressFamily family)
    {
        Socket? socket = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    if (Setns(network, NewNetwork) == 0)
                        socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
                }
                catch (SocketException)
                {
                    // As if it could not be entered; whoever asked has another way, and says why that fails.
                }
            },
            StackSize)
        {
            IsBackground = true,
            Name = "socket in a pod's network",
        };
        thread.Start();
        thread.Join();
        return socket;
    }

    private static string Number(int pid) => pid.ToString(CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Setns(SafeFileHandle descriptor, int type);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
