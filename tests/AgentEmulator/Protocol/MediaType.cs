using System.Globalization;

namespace AgentEmulator;

/// <summary>What an agent makes of <c>Accept</c> (<c>Request::acceptsMediaType</c> in libprocess).</summary>
internal static class MediaType
{
    public const string Json = "application/json";
    public const string Protobuf = "application/x-protobuf";

    public static bool IsAccepted(string? accept, string mediaType)
    {
        if (accept is null)
            return true;

        string[] candidates = [mediaType, mediaType[..mediaType.IndexOf('/')] + "/*", "*/*"];
        var offers = accept.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var candidate in candidates)
        {
            foreach (var offer in offers)
            {
                var parts = offer.Split(';', StringSplitOptions.TrimEntries);
                if (parts[0].Equals(candidate, StringComparison.OrdinalIgnoreCase))
                    return Weight(parts) > 0;
            }
        }

        return false;
    }

    private static double Weight(string[] parts)
    {
        var weight = Array.Find(parts, part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (weight is null)
            return 1;

        return double.TryParse(weight.AsSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
