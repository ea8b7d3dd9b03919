using System.Globalization;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Lets the services join the infra container's namespaces: the members its network, and all but those with a namespace of
/// their own its IPC and PID namespaces, where <c>pod.share</c> says so.
/// </summary>
public sealed class JoinInfraContainer : ITransformStep
{
    private const string OfService = "service:";

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (draft.Infra.Length == 0)
            return draft;

        var infra = $"{OfService}{draft.Infra}";
        foreach (var service in draft.Members)
            service.Fields["network_mode"] = infra;
        if (context.Share.HasFlag(PodNamespaces.Ipc))
            draft = ShareIpc(draft, infra);
        return context.Share.HasFlag(PodNamespaces.Pid) ? SharePid(draft, infra) : draft;
    }

    // The infra container's process reaps orphans for all; an init process beside it would only complain that it is not PID 1.
    private static PodDraft SharePid(PodDraft draft, string infra)
    {
        (draft, var joined) = Share(draft, "pid", infra);
        foreach (var service in joined)
            service.Fields.Remove("init");
        return draft;
    }

    private static PodDraft ShareIpc(PodDraft draft, string infra)
    {
        (draft, var joined) = Share(draft, "ipc", infra);
        draft.InfraService.Fields["ipc"] = "shareable";

        // There is one /dev/shm for all: as large as the largest that was asked for.
        var sizes = joined.Select(service => service.Fields.Take("shm_size").AsText()).OfType<string>()
            .Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0)
            .ToList();
        if (sizes.Count > 0)
            draft.InfraService.Fields["shm_size"] = sizes.Max().ToString(CultureInfo.InvariantCulture);
        // The runtime refuses these on a container that has no IPC namespace of its own.
        var shared = new SharedFields(draft.InfraService.Fields, disagreement => new TransformException(
            $"{disagreement}, but they share one IPC namespace (pod.share). Give both the same value, or give one an ipc of its own."));
        foreach (var service in joined)
            shared.MoveSysctls(service, "kernel.", "fs.mqueue.");
        return draft;
    }

    private static (PodDraft Draft, List<ComposeService> Joined) Share(PodDraft draft, string field, string infra)
    {
        var joined = draft.Services.Where(service => !HasOwn(draft, service, field, 0)).ToList();
        foreach (var service in draft.Services.Where(service => HasOwn(draft, service, field, 0)))
            draft = draft.Noting($"Service '{service.Name}' keeps its own {field}: {service.Fields[field].AsText()}.");
        foreach (var service in joined)
            service.Fields[field] = infra;
        return (draft, joined);
    }

    // What another service shares with the pod is the pod's.
    private static bool HasOwn(PodDraft draft, ComposeService service, string field, int depth) => service.Fields[field].AsText() switch
    {
        null or "" => false,
        { } mode when mode.StartsWith(OfService, StringComparison.Ordinal) && draft.Model.Service(mode[OfService.Length..]) is { } other && depth < 100 =>
            HasOwn(draft, other, field, depth + 1),
        _ => true,
    };
}
