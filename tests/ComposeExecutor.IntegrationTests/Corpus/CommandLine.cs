using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StandIn;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>What a container runs, from its inspection.</summary>
internal static partial class CommandLine
{
    /// <summary>Whether it is a stand-in that answers on ports.</summary>
    public static bool Serves(JsonNode container) => Of(container).Contains("stand-in serve", StringComparison.Ordinal);

    /// <summary>Whether it does something and ends: the stand-in's <c>job</c>, or a shell script that says <c>echo done</c>.</summary>
    public static bool IsJob(JsonNode container) => Of(container) is var line && (line.Contains("stand-in job", StringComparison.Ordinal) || line.EndsWith("echo done", StringComparison.Ordinal));

    /// <summary>On which ports it answers.</summary>
    public static IEnumerable<Endpoint> Ports(JsonNode container) =>
        Serves(container) ? Port().Matches(Of(container)).Select(match => Endpoint.Parse(match.Value)!).Distinct() : [];

    private static string Of(JsonNode container) =>
        string.Join(' ', container["Args"]!.AsArray().Select(argument => argument!.ToString()).Prepend(container["Path"]!.ToString()));

    [GeneratedRegex(@"\b(tcp|udp):[0-9]+\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Port();
}
