using System.Text.Json.Nodes;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary><c>docker compose up -d</c>.</summary>
/// <param name="project">The project of the corpus.</param>
/// <param name="name">A name that nothing else on the engine has.</param>
internal sealed class ComposeLaunch(CorpusCase project, string name) : Launch(project, name, $"com.docker.compose.project={name}")
{
    private string _output = "";

    /// <inheritdoc/>
    public override string Account => _output;

    /// <summary>What the files mean, as Compose renders them.</summary>
    public async Task<JsonObject> ModelAsync()
    {
        var config = await RunAsync("docker", Arguments("config", "--format", "json"));
        config.ExitCode.ShouldBe(0, config.StandardError);
        return JsonNode.Parse(config.StandardOutput)!.AsObject();
    }

    /// <inheritdoc/>
    public override async Task<string> StartAsync()
    {
        var up = await RunAsync("docker", Arguments("up", "--detach", "--pull", "never"));
        _output = up.StandardOutput + up.StandardError;
        return up.ExitCode == 0 ? "came up" : "failed";
    }

    /// <inheritdoc/>
    protected override async Task RemoveAsync()
    {
        var down = await RunAsync("docker", Arguments("down", "--volumes", "--remove-orphans", "--timeout", "0"), evenWhenCancelled: true);
        down.ExitCode.ShouldBe(0, down.StandardError);
    }

    private IEnumerable<string> Arguments(params string[] command) =>
        ["compose", "--ansi", "never", "--project-name", ProjectName, .. Case.Files.SelectMany(file => new[] { "--file", file }), .. command];
}
