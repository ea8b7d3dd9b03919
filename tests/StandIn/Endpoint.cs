using System.Globalization;

namespace StandIn;

/// <summary>Where something listens or is looked for.</summary>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Host">A name or an address; empty for a port of one's own.</param>
/// <param name="Port">The port.</param>
internal sealed record Endpoint(string Protocol, string Host, int Port)
{
    /// <summary>Reads <c>tcp:80</c> or <c>udp:NAME:53</c>; null where the text is something else.</summary>
    /// <param name="text">What was given.</param>
    public static Endpoint? Parse(string text)
    {
        var protocolEnd = text.IndexOf(':', StringComparison.Ordinal);
        var portStart = text.LastIndexOf(':');
        return protocolEnd > 0 && text[..protocolEnd] is "tcp" or "udp" && int.TryParse(text[(portStart + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new Endpoint(text[..protocolEnd], portStart > protocolEnd ? text[(protocolEnd + 1)..portStart] : "", port)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Protocol}:{Host}:{Port}");
}
