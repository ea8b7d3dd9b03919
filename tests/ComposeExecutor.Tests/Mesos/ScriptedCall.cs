using System.Text;
using System.Text.Json;

namespace ComposeExecutor.Tests.Mesos;

/// <summary>One call a <see cref="ScriptedAgent"/> received, and the connection to answer it on.</summary>
internal sealed class ScriptedCall(string[] head, byte[] body, string? clientCertificate, Stream stream)
{
    public JsonElement Json { get; } = JsonDocument.Parse(body).RootElement;

    public string Type => Json.GetProperty("type").GetString()!;

    public string RequestLine => head[0];

    public string? ClientCertificate => clientCertificate;

    /// <summary>The state an UPDATE reports.</summary>
    public string State => Json.GetProperty("update").GetProperty("status").GetProperty("state").GetString()!;

    /// <summary>The UPDATE's uuid, in base64.</summary>
    public string Uuid => Json.GetProperty("update").GetProperty("status").GetProperty("uuid").GetString()!;

    /// <summary>The states of the updates a SUBSCRIBE carries.</summary>
    public string[] UnacknowledgedStates =>
    [
        .. Json.GetProperty("subscribe").GetProperty("unacknowledged_updates").EnumerateArray()
            .Select(update => update.GetProperty("status").GetProperty("state").GetString()!),
    ];

    /// <summary>The tasks a SUBSCRIBE carries.</summary>
    public string[] UnacknowledgedTasks =>
        [.. Json.GetProperty("subscribe").GetProperty("unacknowledged_tasks").EnumerateArray().Select(task => task.GetRawText())];

    public string? Header(string name) =>
        head.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public async Task AnswerAsync(string status, string words = "")
    {
        await WriteAsync($"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(words)}\r\n\r\n{words}");
        HangUp();
    }

    public Task AcceptAsync() => AnswerAsync("202 Accepted");

    public Task OpenStreamAsync() => WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>Sends an event as one record.</summary>
    public Task SendAsync(string json) => SendRawAsync($"{Encoding.UTF8.GetByteCount(json)}\n{json}");

    /// <summary>Sends anything as one chunk.</summary>
    public Task SendRawAsync(string bytes) => WriteAsync($"{Encoding.UTF8.GetByteCount(bytes):x}\r\n{bytes}\r\n");

    public Task AcknowledgeAsync(string task, string uuid) =>
        SendAsync($$$"""{"type":"ACKNOWLEDGED","acknowledged":{"task_id":{"value":"{{{task}}}"},"uuid":"{{{uuid}}}"}}""");

    public void HangUp() => stream.Dispose();

    private async Task WriteAsync(string text)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        await stream.FlushAsync(TestContext.Current.CancellationToken);
    }
}
