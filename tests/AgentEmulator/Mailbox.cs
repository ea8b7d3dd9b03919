using System.Threading.Channels;

namespace AgentEmulator;

/// <summary>Handles calls one after the other in the order they arrived, each after its answer has been given.</summary>
internal sealed class Mailbox : IAsyncDisposable
{
    private readonly Channel<Letter> _letters = Channel.CreateUnbounded<Letter>(new() { SingleReader = true });
    private readonly Task _pump;

    /// <param name="onFailure">Told when handling a call fails, which is a fault of the emulator's; later calls are handled still.</param>
    public Mailbox(Action<Exception> onFailure) => _pump = PumpAsync(onFailure);

    public Letter Post(Action handle)
    {
        var letter = new Letter(handle);
        if (!_letters.Writer.TryWrite(letter))
            letter.Discard();
        return letter;
    }

    public async ValueTask DisposeAsync()
    {
        _letters.Writer.TryComplete();
        await _pump;
    }

    private async Task PumpAsync(Action<Exception> onFailure)
    {
        await foreach (var letter in _letters.Reader.ReadAllAsync())
            await letter.HandleWhenReleasedAsync(onFailure);
    }

    /// <summary>A call that waits for its turn and for its release.</summary>
    internal sealed class Letter(Action handle)
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when it was handled.</summary>
        public Task Handled => _handled.Task;

        /// <summary>Lets it be handled.</summary>
        public void Release() => _released.TrySetResult();

        internal void Discard() => _handled.TrySetResult();

        internal async Task HandleWhenReleasedAsync(Action<Exception> onFailure)
        {
            await _released.Task;
            try
            {
                handle();
            }
            catch (Exception exception)
            {
                onFailure(exception);
            }

            _handled.TrySetResult();
        }
    }
}
