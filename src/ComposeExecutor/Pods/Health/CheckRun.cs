using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Health;

/// <summary>Makes a check from the moment the pod runs to its end: carries out what its course decides.</summary>
internal sealed partial class CheckRun(ICheckCourse course, Prober prober, Action<CheckEffect> report, TimeProvider time, ILogger log)
{
    /// <summary>Makes the check until it is called off, or has led to the task's end.</summary>
    /// <param name="cancellationToken">Calls it off.</param>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        CheckEvent? happened = new CheckEvent.Began();
        try
        {
            while (happened is not null)
            {
                (course, var effects) = course.After(happened);
                happened = null;
                foreach (var effect in effects)
                    happened = await CarryOutAsync(effect, begin, cancellationToken) ?? happened;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pod ends: nothing is reported of its health any more.
        }
    }

    private async Task<CheckEvent?> CarryOutAsync(CheckEffect effect, long begin, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case CheckEffect.Wait wait:
                await Task.Delay(wait.For, time, cancellationToken);
                return new CheckEvent.Due();
            case CheckEffect.Probe:
                var result = await prober.ProbeAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                return new CheckEvent.Probed(result, time.GetElapsedTime(begin));
            case CheckEffect.Ignore ignored:
                LogIgnored(log, ignored.Message);
                return null;
            default:
                report(effect);
                return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Message}")]
    private static partial void LogIgnored(ILogger log, string message);
}
