using System.Net;
using System.Net.Sockets;

namespace ComposeExecutor.IntegrationTests;

/// <summary>Host ports that nothing listens on.</summary>
internal static class FreePorts
{
    /// <summary>As many different ports as asked for, as the kernel gives them out.</summary>
    public static IReadOnlyList<int> Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToList();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
