using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentEmulator.Tests;

/// <summary>The least of an executor: it makes the calls a test tells it to.</summary>
public sealed class MiniExecutor : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly string _executorId;
    private readonly string _frameworkId;
    private double _timestamp = 1_700_000_000;

    public MiniExecutor(IReadOnlyDictionary<string, string> environment, SocketsHttpHandler? handler = null)
    {
        var isSecure = environment.ContainsKey("LIBPROCESS_SSL_ENABLED");
        _endpoint = new Uri($"{(isSecure ? "https" : "http")}://{environment["MESOS_AGENT_ENDPOINT"]}/slave(1)/api/v1/executor");
        _executorId = environment["MESOS_EXECUTOR_ID"];
        _frameworkId = environment["MESOS_FRAMEWORK_ID"];
        Token = environment.GetValueOrDefault("MESOS_EXECUTOR_AUTHENTICATION_TOKEN");
        _http = new HttpClient(handler ?? new SocketsHttpHandler()) { Timeout = Deadlines.Generous };
    }

    public string? Token { get; set; }

    public JsonObject Call(string type) => new()
    {
        ["executor_id"] = new JsonObject { ["value"] = _executorId },
        ["framework_id"] = new JsonObject { ["value"] = _frameworkId },
        ["type"] = type,
    };

    public JsonObject Status(string taskId, string state, string? uuid = null) => new()
    {
        ["task_id"] = new JsonObject { ["value"] = taskId },
        ["state"] = state,
        ["source"] = "SOURCE_EXECUTOR",
        ["uuid"] = uuid ?? Uuid(),
        ["timestamp"] = _timestamp++,
        ["executor_id"] = new JsonObject { ["value"] = _executorId },
    };

    public static string Uuid() => Convert.ToBase64String(Guid.NewGuid().ToByteArray(bigEndian: true));

    public JsonObject Update(JsonObject status)
    {
        var call = Call("UPDATE");
        call["update"] = new JsonObject { ["status"] = status.DeepClone() };
        return call;
    }

    public Task<Answer> UpdateAsync(string taskId, string state) => SendAsync(Update(Status(taskId, state)));

    public Task<Answer> SendAsync(JsonObject call) => SendAsync(call.ToJsonString());

    public async Task<Answer> SendAsync(
        string body, string? contentType = "application/json", string? accept = null, HttpMethod? method = null, string? path = null)
    {
        using var request = Request(body, contentType, accept, method, path);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<Subscription> SubscribeAsync(IEnumerable<JsonObject>? updates = null, IEnumerable<JsonObject>? tasks = null)
    {
        var call = Call("SUBSCRIBE");
        call["subscribe"] = new JsonObject
        {
            ["unacknowledged_updates"] =
                new JsonArray([.. (updates ?? []).Select(status => new JsonObject { ["status"] = status.DeepClone() })]),
            ["unacknowledged_tasks"] = new JsonArray([.. (tasks ?? []).Select(task => task.DeepClone())]),
        };
        using var request = Request(call.ToJsonString(), "application/json", accept: null, method: null, path: null);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new Subscription(response, await response.Content.ReadAsStreamAsync());
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(string body, string? contentType, string? accept, HttpMethod? method, string? path)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, path is null ? _endpoint : new Uri(_endpoint, path))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return request;
    }
}
