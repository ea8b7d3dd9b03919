using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StandIn;

/// <summary>Asks who listens somewhere.</summary>
internal static class Inquiry
{
    /// <summary>The time that one answer may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The addresses of a name; empty when it has none.</summary>
    /// <param name="name">The name.</param>
    public static async Task<IPAddress[]> ResolveAsync(string name)
    {
        try
        {
            return await Task.Run(() => Dns.GetHostAddresses(name));
        }
        catch (SocketException)
        {
            return [];
        }
    }

    /// <summary>
    /// Who answers at any address of a host: names in order, or why nobody does (<c>!unknown</c>, <c>!refused</c>, <c>!silent</c>).
    /// </summary>
    /// <param name="addresses">The host's addresses.</param>
    /// <param name="endpoint">What is asked.</param>
    public static async Task<string> WhoAsync(IPAddress[] addresses, Endpoint endpoint)
    {
        if (addresses.Length == 0)
            return "!unknown";
        var answers = await Task.WhenAll(addresses.Select(address => AskAsync(new IPEndPoint(address, endpoint.Port), endpoint.Protocol == "tcp")));
        var names = answers.Where(answer => answer[0] != '!').Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count > 0 ? string.Join(',', names) : answers[0];
    }

    private static async Task<string> AskAsync(IPEndPoint address, bool isTcp)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(address.AddressFamily, isTcp ? SocketType.Stream : SocketType.Dgram, isTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            if (!isTcp)
                await socket.SendAsync("who?\n"u8.ToArray(), patience.Token);
            var answer = new byte[1024];
            var length = 0;
            while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), patience.Token) is var received and > 0)
            {
                length += received;
                if (!isTcp)
                    break;
            }

            return Encoding.ASCII.GetString(answer, 0, length).TrimEnd().Split('\n')[^1] is { Length: > 0 } name ? name : "!silent";
        }
        catch (SocketException)
        {
            return "!refused";
        }
        catch (OperationCanceledException)
        {
            return "!silent";
        }
    }
}
