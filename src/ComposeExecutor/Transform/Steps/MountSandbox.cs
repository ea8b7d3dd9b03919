using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Mounts the sandbox into every service where that is asked for, at the place at which Mesos mounts it into its own containers (its
/// <c>--sandbox_directory</c>), and tells the services by the variable that Mesos uses.
/// </summary>
public sealed class MountSandbox : ITransformStep
{
    /// <summary>Where the sandbox is in a service.</summary>
    public const string Target = "/mnt/mesos/sandbox";

    private const string Variable = "MESOS_SANDBOX";

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (context.Sandbox is not { } sandbox)
            return draft;
        foreach (var fields in draft.Services.Select(service => service.Fields))
        {
            if (fields["volumes"] is not JsonArray volumes)
                fields["volumes"] = volumes = [];
            if (volumes.OfType<JsonObject>().Any(volume => volume["target"].AsText()?.TrimEnd('/') == Target))
                continue;
            volumes.Add((JsonNode)new JsonObject { ["type"] = "bind", ["source"] = ComposeJson.Escape(sandbox), ["target"] = Target });

            // A file that passes the variable on has got its value on the host, which means nothing in a container.
            var environment = fields.ObjectAt("environment");
            if (environment[Variable].AsText() is not { } value || value == ComposeJson.Escape(sandbox))
                environment[Variable] = Target;
        }

        return draft;
    }
}
