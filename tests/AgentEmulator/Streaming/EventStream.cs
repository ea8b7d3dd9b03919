using System.Threading.Channels;

namespace AgentEmulator;

/// <summary>The answer to one SUBSCRIBE: what is queued here goes out, in order, until one side ends it.</summary>
internal sealed class EventStream(HttpContext context, Chunking chunking)
{
    private readonly Channel<byte[]> _records = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _closedBecause;

    /// <summary>Queues bytes.</summary>
    /// <returns>False when the stream has ended, as seen from here.</returns>
    public bool TrySend(byte[] bytes) => !context.RequestAborted.IsCancellationRequested && _records.Writer.TryWrite(bytes);

    /// <summary>Ends the stream in order, after what is queued.</summary>
    public void Close(string because)
    {
        _closedBecause ??= because;
        _records.Writer.TryComplete();
    }

    /// <summary>Breaks the connection at once.</summary>
    public void Abort(string because)
    {
        _closedBecause ??= because;
        _aborted.TrySetResult();
        _records.Writer.TryComplete();
    }

    /// <summary>Carries the queued bytes to the executor.</summary>
    /// <returns>Who ended the stream.</returns>
    public async Task<string> RunAsync()
    {
        // The request's own context is only touched from here: after the request has ended it belongs to another one.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _ = _aborted.Task.ContinueWith(_ => Cancel(ended), TaskScheduler.Default);
        try
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = MediaType.Json;
            await context.Response.StartAsync(ended.Token);
            await CarryAsync(ended.Token);
            if (!_aborted.Task.IsCompleted)
                await context.Response.CompleteAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // One side has ended it.
        }

        _records.Writer.TryComplete();
        if (_aborted.Task.IsCompleted)
            context.Abort();

        return _closedBecause ?? "by the executor";
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stream had ended already.
        }
    }

    private async Task CarryAsync(CancellationToken cancellationToken)
    {
        while (await _records.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_records.Reader.TryRead(out var bytes))
            {
                if (chunking.Joined)
                {
                    while (_records.Reader.TryRead(out var more))
                        bytes = [.. bytes, .. more];
                }

                var size = chunking.Size ?? bytes.Length;
                for (var start = 0; start < bytes.Length; start += size)
                {
                    await context.Response.Body.WriteAsync(bytes.AsMemory(start, Math.Min(size, bytes.Length - start)), cancellationToken);
                    await context.Response.Body.FlushAsync(cancellationToken);
                }
            }
        }
    }
}
