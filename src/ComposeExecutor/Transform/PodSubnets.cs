using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform;

/// <summary>
/// Subnets of a pod's networks where the engine has none left to give: its default address pools are large and few, enough for
/// about thirty networks on a host, and each pod has at least one.
/// </summary>
public static class PodSubnets
{
    // An address of each of the network, its gateway, its broadcast.
    private const int Reserved = 3;
    private const int SmallestBlock = 16;

    /// <summary>Whether the engine failed to create a network for want of a free subnet, or since one that it was told is taken.</summary>
    /// <param name="message">The engine's words; they differ between its releases.</param>
    public static bool AreExhausted(string message) =>
        message.Contains("address pool", StringComparison.OrdinalIgnoreCase) || message.Contains("Pool overlaps", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Gives a subnet to every network of the pod for which the engine would choose one: as small as the pod allows, at a place in
    /// the range that depends on the pod and on the try, so that pods on one host seldom meet.
    /// </summary>
    /// <param name="model">The pod's model, which is changed.</param>
    /// <param name="range">An IPv4 network that subnets are taken from.</param>
    /// <param name="attempt">How often this has been tried before.</param>
    /// <returns>Whether any network was given one.</returns>
    public static bool Assign(ComposeModel model, IPNetwork range, int attempt)
    {
        if (range.BaseAddress.AddressFamily != AddressFamily.InterNetwork)
            return false;

        var networks = model.Section("networks").Where(network => Chooses(network.Value as JsonObject)).Select(network => network.Key).Order(StringComparer.Ordinal).ToList();
        var block = BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestBlock, model.Services.Count() + Reserved));
        var blocks = (1UL << (32 - range.PrefixLength)) / block;
        if (networks.Count == 0 || blocks == 0)
            return false;

        var first = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{model.Name} {attempt}"))) % blocks;
        for (var index = 0; index < networks.Count; index++)
        {
            var at = BinaryPrimitives.ReadUInt32BigEndian(range.BaseAddress.GetAddressBytes()) + (uint)((first + (ulong)index) % blocks * block);
            var address = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(address, at);
            var subnet = new IPNetwork(new IPAddress(address), 32 - BitOperations.Log2(block));
            model.Section("networks").ObjectAt(networks[index]).ObjectAt("ipam")["config"] = new JsonArray(new JsonObject { ["subnet"] = subnet.ToString(), [Mark] = true });
        }

        return true;
    }

    // Compose ignores it; it tells a subnet given here, which another try may change, from one of the file.
    private const string Mark = "x-chosen";

    private static bool Chooses(JsonObject? network) =>
        network?["external"].AsBoolean() is not true
        && network?["driver"].AsText() is null or "" or "bridge"
        && network?["enable_ipv6"].AsBoolean() is not true
        && ((network?["ipam"] as JsonObject)?["config"] is not JsonArray { Count: > 0 } config || (config[0] as JsonObject)?[Mark].AsBoolean() is true);
}
