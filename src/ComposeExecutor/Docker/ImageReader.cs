using System.Globalization;
using System.Text.Json;

namespace ComposeExecutor.Docker;

/// <summary>Reads the engine's inspection of an image.</summary>
internal static class ImageReader
{
    /// <summary>The answer to <c>GET /images/{name}/json</c>.</summary>
    public static ImageSnapshot Read(JsonElement image)
    {
        var config = image.Field("Config");
        return new ImageSnapshot
        {
            ExposedPorts = [.. config.Entries("ExposedPorts").Select(port => port.Name).Order(StringComparer.Ordinal)],
            HealthTest = [.. config.Field("Healthcheck").Items("Test").Where(part => part.ValueKind == JsonValueKind.String).Select(part => part.GetString()!)],
            Platform = ImagePlatform.Of(image.Text("Os") ?? "", image.Text("Architecture") ?? "", image.Text("Variant") ?? ""),
            LastTagged = TimeOf(image.Field("Metadata").Text("LastTagTime")),
        };
    }

    // The engine writes Go's zero time, in the year 1, for what it does not know.
    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
}
