using System.Collections.Immutable;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Finds out what each service is in the pod: by its <c>x-pod</c>, or by <c>pod.sidecars</c> and <c>pod.inits</c>.</summary>
public sealed class AssignRoles : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        RequireServices(draft, "pod.sidecars", context.Sidecars);
        RequireServices(draft, "pod.inits", context.Inits);
        var roles = draft.Services
            .Select(service => KeyValuePair.Create(service.Name, RoleOf(service, draft.Origin(service.Name), context)))
            .Where(service => service.Value != ServiceRole.Main)
            .ToImmutableDictionary();
        return roles.IsEmpty ? draft : (draft with { Roles = roles }).Noting(Described(roles));
    }

    private static ServiceRole RoleOf(ComposeService service, string origin, PodContext context)
    {
        var written = service.Role switch
        {
            null => (ServiceRole?)null,
            "main" => ServiceRole.Main,
            "sidecar" => ServiceRole.Sidecar,
            "init" => ServiceRole.Init,
            var other => throw new TransformException($"Service '{service.Name}' has the role '{other}' (x-pod), which nobody knows. It is one of main, sidecar and init."),
        };
        var (isSidecar, isInit) = (context.Sidecars.Contains(origin), context.Inits.Contains(origin));
        if (isSidecar && isInit)
            throw new TransformException($"Service '{origin}' is in pod.sidecars and in pod.inits, and can only be one of the two.");
        // The settings are the task's, and the file may be everybody's.
        return isSidecar ? ServiceRole.Sidecar : isInit ? ServiceRole.Init : written ?? ServiceRole.Main;
    }

    private static void RequireServices(PodDraft draft, string setting, ImmutableArray<string> names)
    {
        if (names.FirstOrDefault(name => draft.Model.Service(name) is null) is { } unknown)
        {
            throw new TransformException(
                $"{setting} names '{unknown}', but there is no such service; there is {string.Join(", ", draft.Services.Select(service => $"'{service.Name}'"))}.");
        }
    }

    private static string Described(ImmutableDictionary<string, ServiceRole> roles) => string.Join(" ", roles
        .GroupBy(role => role.Value, role => role.Key)
        .OrderBy(group => group.Key)
        .Select(group => $"{string.Join(", ", group.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))}: {(group.Key == ServiceRole.Init ? "to complete before the main services start." : "started before and stopped after the main services.")}"));
}
