using CliWrap.Buffered;

namespace ComposeExecutor.IntegrationTests.Networks;

/// <summary>A network that is not a pod's, with a container in it that answers with <c>outsider</c> on port 9000.</summary>
internal sealed class Outsider : IAsyncDisposable
{
    private readonly string _network;

    private Outsider(string network) => _network = network;

    /// <summary>The container's name.</summary>
    public string Container => $"{_network}-container";

    public static async Task<Outsider> StartAsync(string network)
    {
        var outsider = new Outsider(network);
        await DockerAsync("network", "create", network);
        await DockerAsync(
            "run", "--detach", "--init", "--name", outsider.Container, "--network", network, Engine.Busybox,
            "sh", "-c", "echo outsider > /www/index.html; exec httpd -f -p 9000 -h /www");
        return outsider;
    }

    /// <summary>What it is answered.</summary>
    public Task<string> AskAsync(string url) => DockerAsync("exec", Container, "wget", "-q", "-O", "-", url);

    public async ValueTask DisposeAsync()
    {
        await DockerAsync("rm", "--force", Container);
        await DockerAsync("network", "rm", _network);
    }

    private static async Task<string> DockerAsync(params string[] arguments) =>
        (await CliWrap.Cli.Wrap("docker").WithArguments(arguments).ExecuteBufferedAsync()).StandardOutput;
}
