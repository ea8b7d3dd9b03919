using System.Globalization;
using System.Runtime.CompilerServices;

namespace ComposeExecutor.Docker;

// The stream of events.
public sealed partial class DockerEngine
{
    // Each run of a health check is an exec with three events of its own, for as long as the pod lives: not asked for.
    private const string Actions = """["create","start","die","oom","pause","unpause","destroy","health_status"]""";

    /// <summary>The events of containers that carry a label, until the engine ends the stream.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="since">From when on; what has happened since then comes at once.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The containers in which something has happened.</returns>
    /// <exception cref="EngineException">The engine does not answer or refuses, or the stream breaks.</exception>
    public async IAsyncEnumerable<ContainerEvent> EventsAsync(
        string label, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filters = Escaped($$"""{"type":["container"],"event":{{Actions}},"label":[{{JsonString(label)}}]}""");
        using var response = await CallAsync(
            "tell its events",
            token => _http.OpenAsync(HttpMethod.Get, $"events?since={since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}&filters={filters}", null, token),
            cancellationToken);
        var messages = EngineMessages.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (messages)
        {
            while (await NextAsync())
            {
                using var message = messages.Current;
                var actor = message.RootElement.Field("Actor");
                if (actor.Text("ID") is { Length: > 0 } id)
                    yield return new ContainerEvent(id, message.RootElement.Text("Action") ?? "", actor.Field("Attributes").Text(ContainerReader.ServiceLabel) ?? "");
            }
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await messages.MoveNextAsync();
            }
            catch (Exception exception) when (IsConnectionFailure(exception))
            {
                throw Unreachable(exception);
            }
        }
    }
}
