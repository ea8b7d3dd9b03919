using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Output;

namespace ComposeExecutor.Pods;

/// <summary>One container of a running pod: what was asked of it last, and where its output goes.</summary>
internal sealed class PodContainer : IAsyncDisposable
{
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly ServiceOutput? _output;
    private readonly Action _outputEnded;
    private CancellationTokenSource _copying = new();
    private Task _last = Task.CompletedTask;
    private Task _copied = Task.CompletedTask;

    /// <summary>Describes a container that has been created.</summary>
    /// <param name="container">The container.</param>
    /// <param name="output">Where its output goes; null for nowhere.</param>
    /// <param name="outputEnded">Told when its output ends, which it does with the container, or with the engine's connection.</param>
    public PodContainer(ContainerSnapshot container, ServiceOutput? output, Action outputEnded)
    {
        Container = container;
        _output = output;
        _outputEnded = outputEnded;
    }

    /// <summary>The container as it was when it was created.</summary>
    public ContainerSnapshot Container { get; }

    /// <summary>Whether a start of it has been asked for.</summary>
    public bool HasBeenStarted { get; set; }

    /// <summary>Whether all that was asked of it is done.</summary>
    public bool IsIdle => _last.IsCompleted;

    /// <summary>Whether its output was followed, and is no longer.</summary>
    public bool OutputEnded { get; private set; }

    /// <summary>
    /// Does something with it after all that was asked before is done: a signal must not reach it before the start that is
    /// under way, since the engine drops signals to what does not run.
    /// </summary>
    /// <param name="operation">What to do; it must not throw.</param>
    public Task Enqueue(Func<Task> operation)
    {
        _last = AfterAsync(_last, operation);
        return _last;

        static async Task AfterAsync(Task before, Func<Task> operation)
        {
            // Whoever asked for it has been told if it failed; what comes after it is not its heir.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await operation();
        }
    }

    /// <summary>Attaches to its output and copies it until its run ends. To be called before every start.</summary>
    /// <returns>Completes when it is attached.</returns>
    /// <exception cref="EngineException">It cannot be attached to.</exception>
    public async Task FollowOutputAsync(DockerEngine engine, TimeProvider time)
    {
        if (_output is null)
            return;
        if (!_copied.IsCompleted)
        {
            // The engine ends the stream with the run; one that does not must not keep the service from running again.
            await Task.WhenAny(_copied, Task.Delay(LastPatience, time));
            await _copying.CancelAsync();
            await _copied;
            _copying = new CancellationTokenSource();
        }

        var stream = await engine.AttachAsync(Container, _copying.Token);
        OutputEnded = false;
        _copied = CopyAsync(stream, _output, _copying.Token);
    }

    /// <summary>Its last lines, once all that it wrote has arrived, which is waited for only shortly.</summary>
    public async Task<string> LastLinesAsync(TimeSpan patience, TimeProvider time)
    {
        if (_output is null)
            return "";
        await Task.WhenAny(_copied, Task.Delay(patience, time));
        return _output.Tail;
    }

    /// <summary>Stops following its output and closes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _copying.CancelAsync();
        await _copied;
        _copying.Dispose();
        _output?.Dispose();
    }

    private async Task CopyAsync(ContainerOutput stream, ServiceOutput output, CancellationToken cancellationToken)
    {
        using (stream)
            await output.CopyAsync(stream, cancellationToken);
        OutputEnded = true;
        if (!cancellationToken.IsCancellationRequested)
            _outputEnded();
    }
}
