using System.Globalization;
using System.Text.RegularExpressions;
using ComposeExecutor.Configuration.Values;

namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>How far a pull is, gathered from Compose's progress, which is a line for every few kilobytes of every layer.</summary>
internal sealed partial class PullProgress
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Layer> _layers = [];
    private long _lines;
    private long _told;

    /// <summary>Takes a line, from whatever thread reads it.</summary>
    public void Take(string line)
    {
        // "3f2a… Downloading [==>   ]  1.2MB/3.4MB", "3f2a… Pull complete"; services have lines of the same kind, without sizes.
        if (Line().Match(line) is not { Success: true } match)
            return;
        lock (_lock)
        {
            _lines++;
            var layer = _layers.GetValueOrDefault(match.Groups["layer"].Value, new Layer(0, 0, false));
            _layers[match.Groups["layer"].Value] = match.Groups["state"].Value switch
            {
                "Downloading" when match.Groups["whole"].Success => layer with { Bytes = Bytes(match.Groups["bytes"]), Size = Bytes(match.Groups["whole"]) },
                "Download complete" or "Verifying Checksum" => layer with { Bytes = layer.Size },
                "Pull complete" or "Already exists" => layer with { Bytes = layer.Size, Done = true },
                _ => layer,
            };
        }
    }

    /// <summary>How far it is, in the middle of a sentence.</summary>
    public string Summary()
    {
        lock (_lock)
        {
            var silent = _lines == _told ? ", nothing new since it was last told" : "";
            _told = _lines;
            if (_layers.Count == 0)
                return $"the registry has not sent anything yet{silent}";
            var layers = _layers.Values;
            return $"{layers.Count(layer => layer.Done)} of {layers.Count} layers are there, "
                + $"{Megabytes(layers.Sum(layer => layer.Bytes))} of {Megabytes(layers.Sum(layer => layer.Size))} MB of what is being fetched{silent}";
        }
    }

    private static string Megabytes(long bytes) => (bytes / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);

    private static long Bytes(Group group) => ByteSize.TryParse(group.Value, out var bytes) ? bytes : 0;

    [GeneratedRegex(
        """^\s*(?<layer>[0-9a-f]{12})\s+(?<state>Downloading|Download complete|Verifying Checksum|Extracting|Pull complete|Already exists|Pulling fs layer|Waiting|Retrying)(?:.*?(?<bytes>[0-9.]+[kMGT]?B)/(?<whole>[0-9.]+[kMGT]?B))?""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    private sealed record Layer(long Bytes, long Size, bool Done);
}
