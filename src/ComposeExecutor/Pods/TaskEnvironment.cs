using System.Collections.Immutable;
using System.Globalization;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods;

/// <summary>The environment of a task, for <c>${…}</c> in its files.</summary>
public static class TaskEnvironment
{
    /// <summary>
    /// The executor's environment with what belongs to the task. What a framework does not set itself (Marathon sets all of
    /// the ports' variables, Aurora none) is derived from the task.
    /// </summary>
    /// <param name="info">The task.</param>
    /// <param name="environment">The executor's environment.</param>
    /// <param name="sandbox">The sandbox.</param>
    public static ImmutableDictionary<string, string> Of(TaskInfo info, ImmutableDictionary<string, string> environment, string sandbox)
    {
        var variables = environment.SetItems(info.CommandEnvironment).ToBuilder();
        variables["MESOS_TASK_ID"] = info.TaskId;
        variables.TryAdd("MESOS_SANDBOX", sandbox);
        for (var index = 0; index < info.Ports.Count; index++)
            variables.TryAdd($"PORT{index}", info.Ports[index].ToString(CultureInfo.InvariantCulture));
        if (info.Ports.Count > 0)
        {
            variables.TryAdd("PORT", info.Ports[0].ToString(CultureInfo.InvariantCulture));
            variables.TryAdd("PORTS", string.Join(',', info.Ports));
        }

        foreach (var port in info.DiscoveryPorts.Where(port => !string.IsNullOrEmpty(port.Name) && info.Ports.Contains(port.Number)))
            variables.TryAdd($"PORT_{NameOf(port.Name!)}", port.Number.ToString(CultureInfo.InvariantCulture));
        return variables.ToImmutable();
    }

    // As Marathon does it.
    private static string NameOf(string port) =>
        string.Concat(port.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToUpperInvariant(character) : '_'));
}
