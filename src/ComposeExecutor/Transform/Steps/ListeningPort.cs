using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>A port on which a service seems to listen.</summary>
/// <param name="Number">The port inside the container.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="Source">Where this is known from, for people.</param>
internal sealed partial record ListeningPort(int Number, string Protocol, string Source)
{
    /// <summary>All that the file and the image tell of a service; a port may come more than once.</summary>
    /// <param name="service">The service.</param>
    /// <param name="image">Its image, if it is known.</param>
    public static IEnumerable<ListeningPort> Of(ComposeService service, ImageFacts? image) =>
    [
        .. service.Ports.SelectMany(port => Parse($"{port["target"].AsText()}/{port["protocol"].AsText() ?? "tcp"}", "ports")),
        .. service.Fields["expose"].AsTexts().SelectMany(entry => Parse(entry, "expose")),
        .. (image?.ExposedPorts ?? []).SelectMany(entry => Parse(entry, "its image's EXPOSE")),
        .. HealthChecked(service, image).Select(port => new ListeningPort(port, "tcp", "its health check")),
    ];

    private static IEnumerable<ListeningPort> Parse(string entry, string source)
    {
        var parts = entry.Split('/', 2);
        var protocol = parts.ElementAtOrDefault(1) ?? "tcp";
        var ends = parts[0].Split('-', 2);
        if (Port(ends[0]) is not { } first || Port(ends[^1]) is not { } last)
            return [];
        return Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(port => new ListeningPort(port, protocol, source));
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue ? port : null;

    // A check that asks its own host for a port says that the service listens there.
    private static IEnumerable<int> HealthChecked(ComposeService service, ImageFacts? image)
    {
        var check = service.Fields["healthcheck"] as JsonObject;
        if (check?["disable"].AsBoolean() is true)
            yield break;
        var own = check?["test"].AsTexts().ToList() ?? [];
        var test = own.Count > 0 ? own : [.. image?.HealthTest ?? []];
        if (test is ["NONE", ..])
            yield break;
        foreach (Match match in OwnAddress().Matches(string.Join(' ', test)))
        {
            if (match.Groups["port"].Success)
            {
                if (Port(match.Groups["port"].Value) is { } port)
                    yield return port;
            }
            else if (match.Groups["scheme"].Success)
            {
                yield return match.Groups["scheme"].Value == "https" ? 443 : 80;
            }
        }
    }

    [GeneratedRegex(@"(?:\b(?<scheme>https?)://)?(?:\blocalhost|\b127\.0\.0\.1|\[::1\]|\b0\.0\.0\.0)(?::(?<port>[0-9]{1,5}))?(?![\w.])", RegexOptions.ExplicitCapture)]
    private static partial Regex OwnAddress();
}
