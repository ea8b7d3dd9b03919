using System.Net;
using System.Text.Json.Nodes;

namespace AgentEmulator.Tests;

public sealed class RefusalSpecs
{
    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task Only_POST_is_allowed(string method)
    {
        await using var emulation = await Emulation.StartAsync();

        var answer = await emulation.Executor.SendAsync("{}", method: new HttpMethod(method));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-8")]
    public async Task A_content_type_that_is_not_exactly_JSON_is_unsupported(string contentType)
    {
        await using var emulation = await Emulation.StartAsync();

        var answer = await emulation.Executor.SendAsync("{}", contentType);

        answer.Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        answer.Text.ShouldContain("application/x-protobuf");
    }

    [Fact]
    public async Task A_content_type_is_expected()
    {
        await using var emulation = await Emulation.StartAsync();

        var answer = await emulation.Executor.SendAsync("{}", contentType: null);

        answer.ShouldBe(new Answer(HttpStatusCode.BadRequest, "Expecting 'Content-Type' to be present"));
    }

    [Theory]
    [InlineData("text/html", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json;q=0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/x-protobuf", HttpStatusCode.NotImplemented)]
    public async Task A_subscription_has_to_accept_JSON(string accept, HttpStatusCode status)
    {
        await using var emulation = await Emulation.StartAsync();
        var call = emulation.Executor.Call("SUBSCRIBE");
        call["subscribe"] = new JsonObject();

        var answer = await emulation.Executor.SendAsync(call.ToJsonString(), accept: accept);

        answer.Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("text/html, application/json;q=0.5")]
    public async Task A_wildcard_or_a_weight_accepts_JSON(string accept)
    {
        await using var emulation = await Emulation.StartAsync();
        emulation.Agent.Launch(TaskInfos.Marathon("web.1").ToJson());
        emulation.Agent.Shutdown();
        var call = emulation.Executor.Call("SUBSCRIBE");
        call["subscribe"] = new JsonObject();

        var answer = await emulation.Executor.SendAsync(call.ToJsonString(), accept: accept);

        answer.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "Failed to parse body into JSON")]
    [InlineData("{", "Failed to parse body into JSON")]
    [InlineData("[]", "Expecting a JSON object")]
    [InlineData("{}", "Missing required fields: executor_id, framework_id")]
    [InlineData("""{"executor_id": {}, "framework_id": {"value": "f"}}""", "Missing required fields: executor_id.value")]
    [InlineData("""{"executor_id": {"value": 1}}""", "Not expecting a JSON number for field 'value'")]
    [InlineData("""{"executor_id": "e"}""", "Not expecting a JSON string for field 'executor_id'")]
    [InlineData("""{"executor_id": {"value": "e"}, "framework_id": {"value": "f"}}""", "Expecting 'type' to be present")]
    [InlineData("""{"executor_id": {"value": "e"}, "framework_id": {"value": "f"}, "type": "LEAVE"}""", "Expecting 'type' to be present")]
    [InlineData("""{"executor_id": {"value": "e"}, "framework_id": {"value": "f"}, "type": "SUBSCRIBE"}""", "Expecting 'subscribe'")]
    [InlineData("""{"executor_id": {"value": "e"}, "framework_id": {"value": "f"}, "type": "UPDATE"}""", "Expecting 'update'")]
    [InlineData("""{"executor_id": {"value": "e"}, "framework_id": {"value": "f"}, "type": "MESSAGE"}""", "Expecting 'message'")]
    [InlineData(
        """{"executor_id": {"value": "e"}, "framework_id": {"value": "f"}, "type": "UPDATE", "update": {}}""",
        "Missing required fields: update.status")]
    [InlineData(
        """{"executor_id": {"value": "e"}, "framework_id": {"value": "f"}, "type": "UPDATE", "update": {"status": {}}}""",
        "Missing required fields: update.status.task_id, update.status.state")]
    public async Task A_body_that_is_no_call_is_a_bad_request(string body, string text)
    {
        await using var emulation = await Emulation.StartAsync();

        var answer = await emulation.Executor.SendAsync(body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain(text);
        emulation.Agent.Violations.ShouldHaveSingleItem().Summary.ShouldContain(text);
    }

    [Theory]
    [InlineData("uuid", null, "Expecting 'uuid' to be present")]
    [InlineData("uuid", "\"!\"", "Failed to base64 decode bytes field 'uuid'")]
    [InlineData("uuid", "\"MDEyMzQ1\"", "Not a valid UUID")]
    [InlineData("uuid", "\"AAAAAAAAAAAAAAAAAAAAAA==\"", "Not a valid UUID")]
    [InlineData("source", null, "invalid source")]
    [InlineData("source", "\"SOURCE_AGENT\"", "expecting 'SOURCE_EXECUTOR'")]
    [InlineData("source", "\"SOURCE_SOMEBODY\"", "invalid source")]
    [InlineData("state", "\"TASK_STAGING\"", "Received TASK_STAGING from executor")]
    [InlineData("state", "\"TASK_DONE\"", "Failed to find enum for 'TASK_DONE'")]
    [InlineData("executor_id", """{"value": "other"}""", "does not match ExecutorID in TaskStatus: other")]
    [InlineData("timestamp", "\"now\"", "Failed to parse 'now' as a JSON number")]
    [InlineData("check_status", "{}", "CheckStatusInfo must specify 'type'")]
    [InlineData("check_status", """{"type": "TCP"}""", "Expecting 'tcp' to be set")]
    [InlineData("labels", """{"labels": [{"value": "v"}]}""", "Missing required fields: update.status.labels.labels(0).key")]
    public async Task A_status_that_breaks_a_rule_is_a_bad_request(string field, string? value, string text)
    {
        await using var emulation = await Emulation.StartAsync();
        var status = emulation.Executor.Status("web.1", "TASK_RUNNING");
        status[field] = value is null ? null : JsonNode.Parse(value);

        var answer = await emulation.Executor.SendAsync(emulation.Executor.Update(status));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain(text);
    }

    [Theory]
    [InlineData("framework_id", "Framework cannot be found")]
    [InlineData("executor_id", "Executor cannot be found")]
    public async Task A_stranger_is_a_bad_request(string field, string text)
    {
        await using var emulation = await Emulation.StartAsync();
        var call = emulation.Executor.Call("SUBSCRIBE");
        call["subscribe"] = new JsonObject();
        call[field] = new JsonObject { ["value"] = "stranger" };

        (await emulation.Executor.SendAsync(call)).ShouldBe(new Answer(HttpStatusCode.BadRequest, text));
    }

    [Fact]
    public async Task A_call_before_the_subscription_is_forbidden()
    {
        await using var emulation = await Emulation.StartAsync();

        var answer = await emulation.Executor.UpdateAsync("web.1", "TASK_RUNNING");

        answer.ShouldBe(new Answer(HttpStatusCode.Forbidden, "Executor is not subscribed"));
    }

    [Fact]
    public async Task A_heartbeat_is_accepted_from_anybody_at_any_time()
    {
        await using var emulation = await Emulation.StartAsync();
        var call = emulation.Executor.Call("HEARTBEAT");
        call["executor_id"] = new JsonObject { ["value"] = "dummy" };

        (await emulation.Executor.SendAsync(call)).Status.ShouldBe(HttpStatusCode.Accepted);
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_of_type_UNKNOWN_is_not_implemented()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;

        (await emulation.Executor.SendAsync(emulation.Executor.Call("UNKNOWN"))).Status.ShouldBe(HttpStatusCode.NotImplemented);
    }

    [Theory]
    [InlineData("/api/v1/executor", HttpStatusCode.Accepted)]
    [InlineData("/slave(1)/api/v1/executor", HttpStatusCode.Accepted)]
    [InlineData("/slave(2)/api/v1/executor", HttpStatusCode.NotFound)]
    public async Task The_API_is_found_with_and_without_the_prefix(string path, HttpStatusCode status)
    {
        await using var emulation = await Emulation.StartAsync();
        var call = emulation.Executor.Call("HEARTBEAT").ToJsonString();

        (await emulation.Executor.SendAsync(call, path: path)).Status.ShouldBe(status);
    }
}
