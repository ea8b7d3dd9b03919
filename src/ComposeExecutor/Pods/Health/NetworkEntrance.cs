using System.Net;
using System.Net.Sockets;
using ComposeExecutor.Docker;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Health;

/// <summary>
/// Connects to what listens inside a container's network, also on its loopback interface only, as Mesos' own checks do: by entering the
/// network. Where this process may not, by the container's address, which reaches only what listens on all addresses.
/// </summary>
internal sealed partial class NetworkEntrance(DockerEngine engine, string? containerId, ILogger log)
{
    private ContainerSnapshot? _container;
    private bool _told;

    /// <summary>Opens a connection.</summary>
    /// <param name="address">The address as seen inside.</param>
    /// <param name="port">The port inside.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="SocketException">It is not accepted.</exception>
    /// <exception cref="EngineException">The container has to be asked for, and the engine does not answer.</exception>
    /// <exception cref="CheckException">There is no way into the network.</exception>
    public async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var (socket, target) = await OpenAsync(address, cancellationToken);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(target, port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<(Socket Socket, IPAddress Target)> OpenAsync(IPAddress address, CancellationToken cancellationToken)
    {
        if (containerId is null)
            return (new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp), address);

        // What is known may be of before a restart; it is looked up once more before another way is tried. While it is right nothing is
        // asked of the engine, so that checks go on while that is away.
        if (_container is { } known && ContainerProcess.OpenSocket(known.ProcessId, containerId, address.AddressFamily) is { } inside)
            return (inside, address);
        var container = await engine.InspectAsync(containerId, cancellationToken);
        if (container.State != ContainerState.Running)
            throw new CheckException("its container does not run");
        if (ContainerProcess.OpenSocket(container.ProcessId, containerId, address.AddressFamily) is { } entered)
        {
            _container = container;
            return (entered, address);
        }

        var target = IPAddress.IsLoopback(address)
            ? container.Addresses.Select(IPAddress.Parse).FirstOrDefault(own => own.AddressFamily == address.AddressFamily)
                ?? throw new CheckException("this executor may not enter its network, and it has no address there that could be asked instead")
            : address;
        if (!_told)
            LogOutside(log, container.Name, target);
        _told = true;
        return (new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp), target);
    }

    [LoggerMessage(LogLevel.Warning, "The network of {Container} cannot be entered by this executor (no privileges, or a PID namespace of its own): checks go to {Address}, and find only what listens on all addresses.")]
    private static partial void LogOutside(ILogger log, string container, IPAddress address);
}
