using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.Docker;

/// <summary>
/// What a container writes, read by attaching to it: whatever its logging driver is, and from its first byte when attached
/// before it starts.
/// </summary>
public sealed class ContainerOutput : IDisposable
{
    private const int BufferSize = 4096;

    private readonly MultiplexedStream _stream;

    private ContainerOutput(MultiplexedStream stream) => _stream = stream;

    /// <summary>Attaches to a container.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    public static async Task<ContainerOutput> AttachAsync(DockerEngine engine, string id, CancellationToken cancellationToken) =>
        new(await engine.CallAsync(
            $"attach to container {id}",
            token => engine.Client.Containers.AttachContainerAsync(id, new ContainerAttachParameters { Stream = true, Stdout = true, Stderr = true }, token),
            cancellationToken));

    /// <summary>Copies the output until the container ends or the connection breaks.</summary>
    /// <param name="standardOutput">Receives what it writes to standard output; the memory is reused after the call.</param>
    /// <param name="standardError">The same for standard error; a terminal's output is all standard output.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="EngineException">The connection broke.</exception>
    public async Task CopyAsync(Action<ReadOnlyMemory<byte>> standardOutput, Action<ReadOnlyMemory<byte>> standardError, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            MultiplexedStream.ReadResult read;
            try
            {
                read = await _stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or ObjectDisposedException)
            {
                throw new EngineException($"The connection to a container's output broke: {exception.Message}", exception);
            }

            if (read.EOF)
                return;
            var sink = read.Target == MultiplexedStream.TargetStream.StandardError ? standardError : standardOutput;
            sink(buffer.AsMemory(0, read.Count));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
