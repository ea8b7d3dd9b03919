using System.Buffers.Binary;
using System.Net.Sockets;

namespace ComposeExecutor.Docker;

/// <summary>What a container writes.</summary>
public sealed class ContainerOutput : IDisposable
{
    private const int BufferSize = 4096;
    private const int HeaderSize = 8;
    private const byte StandardError = 2;

    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly bool _hasTerminal;

    /// <summary>Reads the answer to an attachment.</summary>
    internal ContainerOutput(HttpResponseMessage response, Stream stream, bool hasTerminal)
    {
        _response = response;
        _stream = stream;
        _hasTerminal = hasTerminal;
    }

    /// <summary>Copies the output until the container ends or the connection breaks.</summary>
    /// <param name="standardOutput">Receives what it writes to standard output; the memory is reused after the call.</param>
    /// <param name="standardError">The same for standard error; a terminal's output is all standard output.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="EngineException">The connection broke.</exception>
    public async Task CopyAsync(Action<ReadOnlyMemory<byte>> standardOutput, Action<ReadOnlyMemory<byte>> standardError, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            if (_hasTerminal)
                await CopyAsync(buffer, long.MaxValue, standardOutput, cancellationToken);
            // Each frame: one byte for the stream, three of nothing, four for its length, big-endian (Engine API, "Stream format").
            while (!_hasTerminal && await _stream.ReadAtLeastAsync(buffer.AsMemory(0, HeaderSize), HeaderSize, throwOnEndOfStream: false, cancellationToken) == HeaderSize)
            {
                var sink = buffer[0] == StandardError ? standardError : standardOutput;
                await CopyAsync(buffer, BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(4)), sink, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or SocketException or ObjectDisposedException)
        {
            throw new EngineException($"The connection to a container's output broke: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _response.Dispose();

    private async Task CopyAsync(byte[] buffer, long length, Action<ReadOnlyMemory<byte>> sink, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var read = await _stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), cancellationToken);
            if (read == 0)
                return;
            sink(buffer.AsMemory(0, read));
            length -= read;
        }
    }
}
