using System.Net;
using System.Net.Sockets;

namespace ComposeExecutor.IntegrationTests.Images;

/// <summary>
/// Stands between the engine and a registry, and makes the trouble that networks make: answers that stop in the middle, for a
/// while or for good. What happens is told by tasks, so that nobody has to guess how long to wait.
/// </summary>
internal sealed class RegistryProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _cuts;

    /// <summary>Starts to pass on what comes to a port.</summary>
    /// <param name="target">The registry's port.</param>
    /// <param name="port">The port to listen on; 0 for a free one.</param>
    public RegistryProxy(int target, int port = 0)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its host and port.</summary>
    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many bytes of an answer pass before it is held or cut; what is smaller passes.</summary>
    public long Allowance { get; init; } = long.MaxValue;

    /// <summary>How many answers are cut at the allowance; the others are held there until <see cref="Release"/>.</summary>
    public int Cuts { get; init; }

    /// <summary>How many have been cut.</summary>
    public int HasCut => Volatile.Read(ref _cuts);

    /// <summary>Completes when an answer is held.</summary>
    public Task Holding => _holding.Task;

    /// <summary>Completes when all connections that there have been are closed.</summary>
    public Task Closed => Task.WhenAll(_connections);

    /// <summary>Lets pass what is held, and all that comes.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var registry = new TcpClient();
        using (client)
        using (var gone = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token))
        {
            try
            {
                await registry.ConnectAsync(IPAddress.Loopback, _target, gone.Token);
                var asking = AskAsync(client.GetStream(), registry.GetStream(), gone);
                await AnswerAsync(registry.GetStream(), client.GetStream(), gone.Token);
                await gone.CancelAsync();
                await asking;
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // One of the two has closed the connection.
            }
        }
    }

    private static async Task AskAsync(NetworkStream client, NetworkStream registry, CancellationTokenSource gone)
    {
        try
        {
            await client.CopyToAsync(registry, gone.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // As above.
        }

        await gone.CancelAsync();
    }

    private async Task AnswerAsync(NetworkStream registry, NetworkStream client, CancellationToken gone)
    {
        var buffer = new byte[16 << 10];
        var passed = 0L;
        while (await registry.ReadAsync(buffer, gone) is var count and > 0)
        {
            passed += count;
            if (passed > Allowance)
            {
                if (Interlocked.Increment(ref _cuts) <= Cuts)
                    return;
                Interlocked.Decrement(ref _cuts);
                _holding.TrySetResult();
                await _released.Task.WaitAsync(gone);
            }

            await client.WriteAsync(buffer.AsMemory(0, count), gone);
        }
    }
}
