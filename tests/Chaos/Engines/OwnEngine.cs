using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CliWrap;
using CliWrap.Buffered;

namespace Chaos.Engines;

/// <summary>
/// A Docker Engine that nobody else uses, beside the machine's own: with its own socket, data, containerd and networks, so that it can be
/// killed and restarted without disturbing anybody. It lives in a network namespace of its own, so its containers reach one another, and nothing
/// else reaches them. Needs root.
/// </summary>
public sealed partial class OwnEngine : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly OwnEngineOptions _options;
    private readonly string _addressPool;
    private Process? _process;

    private OwnEngine(OwnEngineOptions options)
    {
        _options = options;
        Folder = Directory.CreateTempSubdirectory("engine-").FullName;
        _addressPool = options.AddressPool ?? string.Create(CultureInfo.InvariantCulture, $"base=10.{RandomNumberGenerator.GetInt32(100, 250)}.{RandomNumberGenerator.GetInt32(0, 15) * 16}.0/20,size=27");
    }

    /// <summary>Where everything of it is kept.</summary>
    public string Folder { get; }

    /// <summary>The path of its socket.</summary>
    public string Socket => Path.Combine(Folder, "docker.sock");

    /// <summary>Its address, as in <c>DOCKER_HOST</c>.</summary>
    public string Host => $"unix://{Socket}";

    /// <summary>The process id of its daemon; of the last one while it is down.</summary>
    public int ProcessId { get; private set; }

    /// <summary>What its daemon has logged.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string Network => Path.Combine(Folder, "network");

    private string LogFile => Path.Combine(Folder, "log");

    /// <summary>Starts an engine and gives it its images.</summary>
    /// <param name="options">How it is to be.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message holds the end of its log.</exception>
    public static async Task<OwnEngine> StartAsync(OwnEngineOptions? options = null)
    {
        var engine = new OwnEngine(options ?? new OwnEngineOptions());
        try
        {
            // A namespace that outlives the daemon, so that a restarted one finds the bridges of its containers.
            File.WriteAllText(engine.Network, "");
            await Cli.Wrap("unshare").WithArguments([$"--net={engine.Network}", "true"]).ExecuteBufferedAsync();
            await engine.StartDaemonAsync();
            foreach (var image in engine._options.Images)
                await (Cli.Wrap("docker").WithArguments(["save", image]) | Cli.Wrap("docker").WithArguments(["--host", engine.Host, "load", "--quiet"])).ExecuteBufferedAsync();
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the Docker client against it.</summary>
    /// <param name="arguments">The client's arguments.</param>
    /// <returns>What it printed, in lines.</returns>
    /// <exception cref="CliWrap.Exceptions.CommandExecutionException">It ended with another code than 0.</exception>
    public async Task<IReadOnlyList<string>> DockerAsync(params IEnumerable<string> arguments)
    {
        using var patience = new CancellationTokenSource(Deadline);
        var result = await Cli.Wrap("docker").WithArguments(["--host", Host, .. arguments]).ExecuteBufferedAsync(patience.Token);
        return result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Kills its daemon without warning. Its containers go on running until it starts again, and longer with live-restore.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        Native.Signal(ProcessId, Native.Kill);
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Stops its daemon in order, as the restart of its service does: its containers are stopped, unless it has live-restore.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        Native.Signal(ProcessId, Native.Terminate);
        try
        {
            await process.WaitForExitAsync().WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            await KillAsync();
            return;
        }

        process.Dispose();
        _process = null;
    }

    /// <summary>Starts its daemon again after <see cref="KillAsync"/> or <see cref="StopAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public Task RestartAsync() => StartDaemonAsync();

    /// <summary>Removes all that is on it, ends it, and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null && Directory.Exists(Path.Combine(Folder, "data")))
            await StartDaemonAsync();
        if (_process is not null)
            await RemoveAllAsync();
        await StopAsync();
        await EndContainerdAsync();
        Unmount();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartDaemonAsync()
    {
        File.Delete(Path.Combine(Folder, "pid"));
        string[] arguments =
        [
            "--host", Host, "--data-root", Path.Combine(Folder, "data"), "--exec-root", Path.Combine(Folder, "exec"), "--pidfile", Path.Combine(Folder, "pid"),
            "--default-address-pool", _addressPool, .. _options.LiveRestore ? ["--live-restore"] : Array.Empty<string>(),
        ];
        // A session of its own, so that an interrupt at the terminal is not meant for it: it is ended in order.
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; network=$1; shift; exec setsid nsenter --net=\"$network\" dockerd \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", LogFile, Network, .. arguments]))
            ?? throw new InvalidOperationException("dockerd did not start.");
        ProcessId = _process.Id;
        var start = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > Deadline)
                throw new InvalidOperationException($"The engine in {Folder} does not answer:\n{string.Join('\n', Log.Split('\n').TakeLast(10))}");
            await Task.Delay(Pause);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(Socket), cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        })
        { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            return (await client.GetAsync(new Uri("http://engine/_ping"))).IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // Not yet: it is asked again until the deadline.
            return false;
        }
    }

    private async Task RemoveAllAsync()
    {
        if (await DockerAsync("ps", "--all", "--quiet") is { Count: > 0 } containers)
            await DockerAsync(["rm", "--force", "--volumes", .. containers]);
        if (await DockerAsync("network", "ls", "--quiet", "--filter", "type=custom") is { Count: > 0 } networks)
            await DockerAsync(["network", "rm", .. networks]);
        if (await DockerAsync("volume", "ls", "--quiet") is { Count: > 0 } volumes)
            await DockerAsync(["volume", "rm", .. volumes]);
    }
}
