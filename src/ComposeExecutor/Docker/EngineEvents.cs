using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Docker;

/// <summary>
/// The engine's events about the containers that carry a label. An event only says where to look again: what is true is what
/// an inspection finds, so events that come twice, late or out of order do no harm.
/// </summary>
public sealed partial class EngineEvents
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // What happens between the look at all containers and the moment the stream stands is asked for again; by the engine's own clock, which
    // may differ from this host's. That it may have answered long ago does no harm: an old event is a look too many.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    private readonly DockerEngine _engine;
    private readonly string _label;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>Prepares to follow the events.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="time">The clock for waiting between tries.</param>
    /// <param name="log">Where to tell of broken streams.</param>
    public EngineEvents(DockerEngine engine, string label, TimeProvider time, ILogger log)
    {
        _engine = engine;
        _label = label;
        _time = time;
        _log = log;
    }

    /// <summary>
    /// Follows the events for as long as the caller does, across broken streams and restarts of the engine.
    /// </summary>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <returns>
    /// An event, or null when all containers have to be looked at: at each new connection, since nothing tells what happened
    /// while there was none.
    /// </returns>
    public async IAsyncEnumerable<ContainerEvent?> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Read ahead of the caller, so that the connection stands while the caller looks at all containers.
            var channel = Channel.CreateUnbounded<ContainerEvent>(new UnboundedChannelOptions { SingleReader = true });
            var reading = ReadAsync(channel.Writer, cancellationToken);
            yield return null;
            await foreach (var happened in channel.Reader.ReadAllAsync(CancellationToken.None))
                yield return happened;

            var reason = await reading;
            if (cancellationToken.IsCancellationRequested)
                yield break;
            LogStreamBroken(_log, _label, reason);
            try
            {
                await Task.Delay(RetryDelay, _time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    // Returns why the stream ended.
    private async Task<string> ReadAsync(ChannelWriter<ContainerEvent> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in _engine.EventsAsync(_label, (_engine.LastAnswer ?? _time.GetUtcNow()) - Overlap, cancellationToken))
                writer.TryWrite(happened);
            return "The engine closed it.";
        }
        catch (Exception exception) when (exception is EngineException or OperationCanceledException)
        {
            return exception.Message;
        }
        finally
        {
            writer.Complete();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The engine's event stream for {Label} broke: {Reason} Connecting again.")]
    private static partial void LogStreamBroken(ILogger log, string label, string reason);
}
