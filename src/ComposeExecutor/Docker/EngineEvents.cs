using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Docker;

/// <summary>
/// The engine's events about the containers that carry a label. An event only says where to look again: what is true is what
/// an inspection finds, so events that come twice, late or out of order do no harm.
/// </summary>
public sealed partial class EngineEvents
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // What happens between the look at all containers and the moment the stream stands is asked for again.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    // Each run of a health check is an exec with three events of its own, for as long as the pod lives: not asked for.
    private static readonly string[] Actions = ["start", "die", "oom", "pause", "unpause", "destroy", "health_status"];

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
    /// The id of a container to look at again, or null when all of them have to be looked at: after each new connection,
    /// since nothing tells what happened while there was none.
    /// </returns>
    public async IAsyncEnumerable<string?> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var channel = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
            using var connection = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var stream = MonitorAsync(channel.Writer, connection.Token);

            yield return null;
            await foreach (var id in channel.Reader.ReadAllAsync(CancellationToken.None))
                yield return id;

            var failure = await stream;
            if (cancellationToken.IsCancellationRequested)
                yield break;
            LogStreamBroken(_log, _label, failure?.Message.TrimEnd('.') ?? "the engine closed it");
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

    private async Task<Exception?> MonitorAsync(ChannelWriter<string> writer, CancellationToken cancellationToken)
    {
        try
        {
            await _engine.Client.System.MonitorEventsAsync(
                new ContainerEventsParameters
                {
                    Since = (_time.GetUtcNow() - Overlap).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                    Filters = new Dictionary<string, IDictionary<string, bool>>
                    {
                        ["type"] = new Dictionary<string, bool> { ["container"] = true },
                        ["event"] = Actions.ToDictionary(action => action, _ => true),
                        ["label"] = new Dictionary<string, bool> { [_label] = true },
                    },
                },
                new EventSink(writer),
                cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception;
        }
        finally
        {
            writer.Complete();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The engine's event stream for {Label} broke: {Reason}. Connecting again.")]
    private static partial void LogStreamBroken(ILogger log, string label, string reason);

    private sealed class EventSink(ChannelWriter<string> writer) : IProgress<Message>
    {
        public void Report(Message value)
        {
            if (value.Actor?.ID is { Length: > 0 } id)
                writer.TryWrite(id);
        }
    }
}
