using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentEmulator.Tests;

/// <summary>The events of one subscription, read record by record.</summary>
public sealed class Subscription(HttpResponseMessage response, Stream body) : IDisposable
{
    public HttpResponseMessage Response { get; } = response;

    public Stream Body { get; } = body;

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadlines.Generous);
        var length = "";
        var one = new byte[1];
        while (await Body.ReadAsync(one, deadline.Token) == 1 && one[0] != '\n')
            length += (char)one[0];
        if (length.Length == 0)
            return null;

        var record = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await Body.ReadExactlyAsync(record, deadline.Token);

        // Agents write an unlimited limit as a bare word: not JSON, but what an executor has to read.
        return JsonNode.Parse(Encoding.UTF8.GetString(record).Replace(":Infinity", ":\"Infinity\"", StringComparison.Ordinal))!.AsObject();
    }

    public async Task<JsonObject> NextAsync(string type)
    {
        var message = (await NextAsync()).ShouldNotBeNull();
        message["type"]!.GetValue<string>().ShouldBe(type);
        return message;
    }

    public void Dispose() => Response.Dispose();
}
