using System.Collections.Immutable;
using System.Net;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Launch;

/// <summary>Lets Compose create the pod's containers, and gives the infra container a head start.</summary>
internal sealed partial class PodCreation(PodTask task, PodDependencies dependencies) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Another pod may have taken a subnet; of thousands, the next one is free.
    private const int MostSubnets = 20;

    private readonly ILogger _log = dependencies.Log;
    private readonly CancellationTokenSource _headStart = new();

    /// <summary>The start of the infra container ahead of its time; it never throws.</summary>
    public Task HeadStart { get; private set; } = Task.CompletedTask;

    /// <summary>Whether the creation ended before its time, so that the engine may still be creating something.</summary>
    public bool BrokenOff { get; private set; }

    /// <summary>Creates networks, volumes and containers, and starts nothing but, ahead of its time, the infra container.</summary>
    /// <param name="plan">The pod.</param>
    /// <param name="podFile">Its compose file.</param>
    /// <param name="rewrite">Writes that file again, after the pod was changed.</param>
    /// <param name="cancellationToken">Calls the creation off.</param>
    /// <returns>The containers by service, the infra container among them.</returns>
    /// <exception cref="ComposeException">Compose or the engine refuses.</exception>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    /// <exception cref="LaunchException">A service has no container.</exception>
    public async Task<ImmutableSortedDictionary<string, ContainerSnapshot>> RunAsync(
        PodDraft plan, string podFile, Action rewrite, CancellationToken cancellationToken)
    {
        BrokenOff = true;
        HeadStart = StartInfraOnceCreatedAsync(plan, cancellationToken);

        // A creation that is broken off leaves requests behind that the engine still carries out, after everything was removed.
        // It starts nothing and takes a fraction of a second: it is called off only if it takes long.
        using var patience = new CancellationTokenSource();
        await using var calledOff = cancellationToken.Register(() => patience.CancelAfter(Patience));
        try
        {
            await Task.WhenAll(
                dependencies.Compose.RequireVersionAsync(patience.Token),
                CreateAsync(plan, podFile, rewrite, patience.Token));
            BrokenOff = false;
            var containers = await ContainersAsync(plan.Infra, cancellationToken);
            if (plan.Model.Services.FirstOrDefault(service => !containers.ContainsKey(service.Name)) is { } missing)
                throw new LaunchException(TaskReason.ContainerLaunchFailed, $"Docker Compose created no container for service '{missing.Name}'.");
            LogCreated(_log, containers.Count, plan.Infra.Length > 0 ? ", the infra container among them" : "");
            return containers;
        }
        finally
        {
            // An event may have been lost; nothing is waited for any longer.
            await _headStart.CancelAsync();
        }
    }

    private async Task CreateAsync(PodDraft plan, string podFile, Action rewrite, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await dependencies.Compose.CreateAsync(podFile, plan.Model.Name, cancellationToken);
                return;
            }
            catch (ComposeException exception) when (attempt < MostSubnets && PodSubnets.AreExhausted(exception.Message))
            {
                if (dependencies.Settings.Pod.Subnets is not { } range || !PodSubnets.Assign(plan.Model, range, attempt))
                    throw;
                LogSubnets(_log, exception.Message.TrimEnd('.'), range);
                rewrite();
            }
        }
    }

    // Starting the infra container takes longer than all else, and the services can only join it once it runs: it is started as
    // soon as the engine tells that all containers are there, while Compose still ends and outputs are being attached to. Not
    // earlier: the engine keeps Compose waiting while it starts a container that the others refer to. It is only a head start:
    // the lifecycle starts the infra container in any case, and that start is the one that may fail the pod.
    private async Task StartInfraOnceCreatedAsync(PodDraft plan, CancellationToken cancellationToken)
    {
        if (plan.Infra.Length == 0)
            return;

        try
        {
            var missing = plan.Model.Services.Select(service => service.Name).ToHashSet();
            var infra = "";
            using var creating = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _headStart.Token);
            await foreach (var happened in dependencies.Engine.EventsAsync(task.Identity.Selector, dependencies.Time.GetUtcNow(), creating.Token))
            {
                if (happened.Action != "create")
                    continue;
                if (happened.Service == plan.Infra)
                    infra = happened.ContainerId;
                missing.Remove(happened.Service);
                if (missing.Count == 0)
                    break;
            }

            if (infra.Length > 0)
                await dependencies.Engine.StartAsync(infra, cancellationToken);
        }
        catch (Exception exception) when (exception is EngineException or OperationCanceledException)
        {
            LogNoHeadStart(_log, exception.Message);
        }
    }

    // The infra container is not looked at: the engine answers only when its start is over, and nothing is asked of it.
    private async Task<ImmutableSortedDictionary<string, ContainerSnapshot>> ContainersAsync(string infra, CancellationToken cancellationToken)
    {
        var entries = await dependencies.Engine.ContainersAsync(task.Identity.Selector, cancellationToken);
        var containers = await Task.WhenAll(entries.Select(entry => entry.Service == infra
            ? Task.FromResult(new ContainerSnapshot { Id = entry.Id, Name = entry.Id, Service = infra, State = ContainerState.Created })
            : dependencies.Engine.InspectAsync(entry.Id, cancellationToken)));
        return containers
            .Where(container => container.State != ContainerState.Gone)
            .GroupBy(container => container.Service)
            .ToImmutableSortedDictionary(group => group.Key, group => group.First());
    }

    /// <inheritdoc/>
    public void Dispose() => _headStart.Dispose();

    [LoggerMessage(LogLevel.Debug, "The infra container was not started ahead of the others: {Reason}")]
    private static partial void LogNoHeadStart(ILogger log, string reason);

    [LoggerMessage(LogLevel.Information, "The engine has no free subnet ({Reason}): the pod's networks get theirs out of {Range} (pod.subnets).")]
    private static partial void LogSubnets(ILogger log, string reason, IPNetwork range);

    [LoggerMessage(LogLevel.Information, "Created {Containers} container(s){Infra}.")]
    private static partial void LogCreated(ILogger log, int containers, string infra);
}
