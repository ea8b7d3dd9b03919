using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>One launch of a project of the corpus. Whatever happens, nothing of it is left when it is disposed of.</summary>
internal abstract class Launch : IAsyncDisposable
{
    /// <summary>How long anything may take; far more than it does.</summary>
    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly DockerClient _client = new DockerClientBuilder().Build();
    private readonly CancellationTokenSource _watch = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly string _label;
    private readonly Task _watching;

    /// <summary>Begins to watch; nothing is started yet.</summary>
    /// <param name="project">The project of the corpus.</param>
    /// <param name="name">A name that nothing else on the engine has.</param>
    /// <param name="label">The label, with its value, of all that belongs to the launch.</param>
    protected Launch(CorpusCase project, string name, string label)
    {
        Case = project;
        ProjectName = name;
        _label = label;
        project.CopyTo(Folder);
        _watching = _client.System.MonitorEventsAsync(
            new ContainerEventsParameters
            {
                Filters = new Dictionary<string, IDictionary<string, bool>>
                {
                    ["label"] = new Dictionary<string, bool> { [label] = true },
                    ["type"] = new Dictionary<string, bool> { ["container"] = true },
                },
            },
            new Progress<Message>(_ => _changed.Release()),
            _watch.Token);
    }

    /// <summary>The project of the corpus.</summary>
    public CorpusCase Case { get; }

    /// <summary>The name by which it was launched, and the name of its Compose project.</summary>
    public string ProjectName { get; }

    /// <summary>A copy of the project's files.</summary>
    public string Folder { get; } = Leftovers.NewFolder();

    /// <summary>Starts all, and waits until that is done.</summary>
    /// <returns>Whether it came up, in a word that is the same for both kinds of launch.</returns>
    public abstract Task<string> StartAsync();

    /// <summary>What else has to be known to understand a failure.</summary>
    public virtual string Account => "";

    /// <summary>Waits until every job has ended, every server is ready, and every health is known.</summary>
    /// <returns>The containers, as <c>docker inspect</c> prints them.</returns>
    public async Task<IReadOnlyList<JsonNode>> SettledAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Deadline);
        var containers = await InspectAsync();
        while (containers.Where(container => !IsSettled(container)).ToList() is { Count: > 0 } restless)
        {
            try
            {
                await _changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"After {Deadline.TotalSeconds} s these have neither ended nor become healthy: {string.Join(", ", restless.Select(container => $"{container["Name"]} ({container["State"]})"))}.\n{Account}");
            }

            containers = await InspectAsync();
        }

        foreach (var container in containers.Where(container => IsRunning(container) && CommandLine.Serves(container)))
            await UntilWrittenAsync(container, "is ready", patience.Token);
        return containers;
    }

    /// <summary>Runs a program in a container.</summary>
    /// <returns>Its output, in lines.</returns>
    public static async Task<IReadOnlyList<string>> ExecuteAsync(JsonNode container, params IEnumerable<string> command)
    {
        var result = await CliWrap.Cli.Wrap("docker").WithArguments(["exec", "-e", "RES_OPTIONS=timeout:1 attempts:1", container["Id"]!.ToString(), .. command])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        result.ExitCode.ShouldBe(0, $"{container["Name"]}: {string.Join(' ', command)}\n{result.StandardOutput}{result.StandardError}");
        return result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What a container has written so far.</summary>
    public static async Task<string> OutputAsync(JsonNode container)
    {
        var result = await CliWrap.Cli.Wrap("docker").WithArguments(["logs", container["Id"]!.ToString()]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            await RemoveAsync();
        }
        finally
        {
            await _watch.CancelAsync();
            await _watching.ContinueWith(_ => { }, TaskScheduler.Default);
            _client.Dispose();
            _watch.Dispose();
            Directory.Delete(Folder, recursive: true);
            _changed.Dispose();
        }
    }

    /// <summary>Stops and removes all.</summary>
    protected abstract Task RemoveAsync();

    /// <summary>Runs a program to its end.</summary>
    protected async Task<BufferedCommandResult> RunAsync(string program, IEnumerable<string> arguments, bool evenWhenCancelled = false) =>
        await CliWrap.Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(Folder).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(evenWhenCancelled ? CancellationToken.None : TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<JsonNode>> InspectAsync()
    {
        var ids = (await RunAsync("docker", ["ps", "--all", "--quiet", "--no-trunc", "--filter", $"label={_label}"])).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length == 0)
            return [];
        var inspected = await RunAsync("docker", ["inspect", .. ids]);
        inspected.ExitCode.ShouldBe(0, $"{inspected.StandardError}\n{Account}");
        return [.. JsonNode.Parse(inspected.StandardOutput)!.AsArray().Select(container => container!)];
    }

    private static bool IsRunning(JsonNode container) => container["State"]!["Status"]!.ToString() == "running";

    private static bool IsSettled(JsonNode container) => container["State"]!["Status"]!.ToString() switch
    {
        "running" => container["State"]!["Health"]?["Status"]!.ToString() is null or "healthy" or "unhealthy" && !CommandLine.IsJob(container),
        "restarting" => false,
        _ => true,
    };

    private async Task UntilWrittenAsync(JsonNode container, string text, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = _client.Containers.GetContainerLogsAsync(
            container["Id"]!.ToString(),
            new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Follow = true },
            new Progress<string>(line =>
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    written.TrySetResult();
            }),
            enough.Token);
        var first = await Task.WhenAny(written.Task, reading);
        if (first == reading)
            await Task.WhenAny(written.Task, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
        await enough.CancelAsync();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        written.Task.IsCompleted.ShouldBeTrue($"{container["Name"]} has ended, or did not write '{text}' in {Deadline.TotalSeconds} s.\n{Account}");
    }
}
