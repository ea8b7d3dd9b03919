using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace StandIn;

/// <summary>Listens, and answers everybody with the name of its service.</summary>
internal static class Server
{
    // What clients of any kind can read: one HTTP answer, whose last line is the name.
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{Name}\n");

    /// <summary>The name of the service.</summary>
    public static string Name => Environment.GetEnvironmentVariable("SERVICE") ?? "nobody";

    /// <summary>Serves until asked to end; whatever is no port belongs to the program that this one stands in for.</summary>
    /// <param name="arguments">Ports such as <c>tcp:80</c>, and others.</param>
    public static int Run(string[] arguments)
    {
        using var ended = new ManualResetEventSlim();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, End);
        foreach (var endpoint in arguments.Select(Endpoint.Parse).OfType<Endpoint>().Distinct())
        {
            try
            {
                Listen(endpoint);
            }
            catch (SocketException exception)
            {
                return Refuse($"{Name} cannot listen on {endpoint.Protocol} port {endpoint.Port}: {exception.SocketErrorCode}");
            }
        }

        Console.WriteLine($"{Name} is ready");
        ended.Wait();
        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.Set();
        }
    }

    /// <summary>Says why it ends, and gives the code to end with.</summary>
    /// <param name="message">Why.</param>
    public static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return 98;
    }

    private static void Listen(Endpoint endpoint)
    {
        var isTcp = endpoint.Protocol == "tcp";
        var hasIPv6 = Socket.OSSupportsIPv6 && File.Exists("/proc/net/if_inet6");
        var socket = new Socket(hasIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, isTcp ? SocketType.Stream : SocketType.Dgram, isTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        if (hasIPv6)
            socket.DualMode = true;
        socket.Bind(new IPEndPoint(hasIPv6 ? IPAddress.IPv6Any : IPAddress.Any, endpoint.Port));
        if (isTcp)
        {
            socket.Listen();
            _ = AcceptAsync(socket);
        }
        else
        {
            _ = ReplyAsync(socket);
        }
    }

    private static async Task AcceptAsync(Socket listener)
    {
        while (true)
            _ = AnswerAsync(await listener.AcceptAsync());
    }

    private static async Task AnswerAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await client.SendAsync(Answer);
                client.Shutdown(SocketShutdown.Send);
                // Closing with something unread would reset the connection, and the client might lose the answer.
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                var unread = new byte[1024];
                while (await client.ReceiveAsync(unread, patience.Token) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // The client is gone, or stays without a word: it has its answer.
            }
        }
    }

    private static async Task ReplyAsync(Socket socket)
    {
        var received = new byte[1024];
        var name = Encoding.ASCII.GetBytes(Name + "\n");
        EndPoint anybody = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var from = (await socket.ReceiveFromAsync(received, anybody)).RemoteEndPoint;
                await socket.SendToAsync(name, from);
            }
            catch (SocketException)
            {
                // An answer that could not be delivered comes back as an error of the socket; the next one may be.
            }
        }
    }
}
