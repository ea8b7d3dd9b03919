using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Docker;

// Commands inside running containers.
public sealed partial class DockerEngine
{
    /// <summary>Runs a command inside a running container, to its end.</summary>
    /// <param name="id">The container.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">
    /// Gives up when cancelled. The command is killed then, with what it has started; that needs this process to see the container's
    /// processes, since the engine itself has no way to end a command.
    /// </param>
    /// <returns>How it ended.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses, for example because the container does not run.</exception>
    public async Task<ExecResult> ExecAsync(string id, ExecCommand command, CancellationToken cancellationToken)
    {
        var exec = await CreateExecAsync(id, command, cancellationToken);
        try
        {
            var output = await RunExecAsync(id, exec, cancellationToken);
            using var ended = await AskAsync($"tell how a command in container {id} ended", HttpMethod.Get, $"exec/{exec}/json", cancellationToken);
            var root = ended?.RootElement ?? default;
            return root.Field("ExitCode").ValueKind == JsonValueKind.Number
                ? new ExecResult((int)root.Number("ExitCode"), output)
                : throw new EngineException($"The connection to a command in container {id} broke before the command ended.") { MayHaveActed = true };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await KillExecAsync(id, exec);
            throw;
        }
    }

    private async Task<string> CreateExecAsync(string id, ExecCommand command, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["AttachStdout"] = true,
            ["AttachStderr"] = true,
            ["Cmd"] = ListOf(command.Arguments),
            ["Env"] = ListOf(command.Environment),
            ["Privileged"] = command.Privileged,
        };
        if (command.User is { } user)
            body["User"] = user;
        if (command.WorkingDirectory is { } directory)
            body["WorkingDir"] = directory;
        using var created = await CallAsync(
            $"run a command in container {id}",
            token => _http.AskAsync(HttpMethod.Post, $"containers/{Escaped(id)}/exec", token, body),
            cancellationToken);
        return created?.RootElement.Text("Id") is { Length: > 0 } exec
            ? Escaped(exec)
            : throw new EngineException($"The Docker Engine was asked to run a command in container {id} and did not say which one it became.");
    }

    private async Task<string> RunExecAsync(string id, string exec, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            $"run a command in container {id}",
            token => _http.OpenAsync(HttpMethod.Post, $"exec/{exec}/start", Json("""{"Detach":false,"Tty":false}"""), token),
            cancellationToken);
        var tail = new ExecOutput();
        using var output = new ContainerOutput(response, await response.Content.ReadAsStreamAsync(cancellationToken), hasTerminal: false);
        await output.CopyAsync(tail.Add, tail.Add, cancellationToken);
        return tail.Text;
    }

    private async Task KillExecAsync(string id, string exec)
    {
        try
        {
            using var running = await AskAsync($"tell of a command in container {id}", HttpMethod.Get, $"exec/{exec}/json", CancellationToken.None);
            var root = running?.RootElement ?? default;
            if (root.Flag("Running"))
                ContainerProcess.Kill((int)root.Number("Pid"), id);
        }
        catch (EngineException)
        {
            // Whoever gave up on the command has said so; that it goes on is no second failure. It ends with its container.
        }
    }

    private static JsonArray ListOf(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static StringContent Json(string text) => new(text, new MediaTypeHeaderValue("application/json"));
}
