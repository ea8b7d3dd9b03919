using System.Diagnostics;

namespace ComposeExecutor.Benchmarks.Engine;

/// <summary>A stream of the engine's <c>die</c> events.</summary>
/// <param name="response">The answer that the stream belongs to.</param>
/// <param name="stream">The stream.</param>
internal sealed class DeathWatch(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    /// <summary>Waits for the next death.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>The reading of the monotonic clock when its event had arrived.</returns>
    /// <exception cref="TimeoutException">Nothing died in time.</exception>
    public async Task<long> NextAsync(CancellationToken cancellationToken)
    {
        var line = await _reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(BenchContext.Deadline, cancellationToken);
        var arrived = Stopwatch.GetTimestamp();
        return line is null ? throw new IOException("The engine closed its stream of events.") : arrived;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}
