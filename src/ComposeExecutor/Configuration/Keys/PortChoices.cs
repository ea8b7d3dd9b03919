using System.Collections.Immutable;
using System.Globalization;
using ComposeExecutor.Configuration.Layers;

namespace ComposeExecutor.Configuration.Keys;

/// <summary>The keys <c>pod.ports.&lt;service&gt;.&lt;target&gt;</c>, which cannot be listed since services name them.</summary>
internal static class PortChoices
{
    /// <summary>Such a key, to show people.</summary>
    public const string Example = $"{PortChoice.Section}.web.80";

    private static readonly string[] Protocols = ["tcp", "udp", "sctp"];

    /// <summary>Whether a key is one of them.</summary>
    public static bool Includes(string key) => key.Length > PortChoice.Section.Length && KeyName.IsWithin(key, PortChoice.Section);

    /// <summary>Reads all of them.</summary>
    /// <param name="values">The values of all keys.</param>
    /// <param name="findings">Takes those that are not allowed.</param>
    public static ImmutableArray<PortChoice> Read(IEnumerable<ConfigurationValue> values, Findings findings)
    {
        var choices = ImmutableArray.CreateBuilder<PortChoice>();
        foreach (var value in values.Where(value => Includes(value.Key)).OrderBy(value => value.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (Parse(value) is { } choice)
                choices.Add(choice);
            else
            {
                findings.Problems.Add(
                    $"{value.Origin}: {Findings.Plain(value.Key)}: {Findings.Quote(value.Text)} must give a published port, as in {Example} or {PortChoice.Section}.dns.53/udp, "
                    + "the index of an offered port, counted from 0, or its name");
            }
        }

        return choices.ToImmutable();
    }

    // Names of services may hold dots: the last part is the port.
    private static PortChoice? Parse(ConfigurationValue value)
    {
        var name = value.Key[(PortChoice.Section.Length + 1)..];
        var dot = name.LastIndexOf('.');
        var target = name[(dot + 1)..].Split('/', 2);
        var protocol = target.ElementAtOrDefault(1)?.ToLowerInvariant() ?? "tcp";
        return dot > 0 && !value.IsSequence && value.Text.Trim() is { Length: > 0 } offered && Protocols.Contains(protocol)
            && int.TryParse(target[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue
                ? new PortChoice(name[..dot], port, protocol, offered, $"{value.Origin}: {Findings.Plain(value.Key)}")
                : null;
    }
}
