using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ComposeExecutor.Docker;

/// <summary>Reads the engine's streams of JSON objects, a line each: events and progress.</summary>
internal static class EngineMessages
{
    /// <summary>The objects, as they arrive, until the stream ends; each is to be disposed by the caller.</summary>
    /// <exception cref="JsonException">A line is not JSON.</exception>
    public static async IAsyncEnumerable<JsonDocument> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, bufferSize: 1024);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
                yield return JsonDocument.Parse(line);
        }
    }
}
