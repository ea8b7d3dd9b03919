using System.Globalization;

namespace ComposeExecutor.Transform;

/// <summary>What a task has for its pod, all services together; what is null is not limited.</summary>
public sealed record PodLimits
{
    private const double MiB = 1 << 20;

    /// <summary>A task without resources, as on a laptop.</summary>
    public static PodLimits None { get; } = new();

    /// <summary>Cores that the pod is entitled to when others want them too.</summary>
    public double? Cpus { get; init; }

    /// <summary>Cores that the pod may use at most.</summary>
    public double? MaxCpus { get; init; }

    /// <summary>
    /// Whether <see cref="MaxCpus"/> also holds while nobody else wants the cores. It does for a limit that the task gives; whether it does
    /// for mere resources is configured, as it is for the agent.
    /// </summary>
    public bool CapsCpus { get; init; }

    /// <summary>Bytes of memory that the pod is entitled to.</summary>
    public long? Memory { get; init; }

    /// <summary>Bytes of memory that the pod may use at most.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>Bytes of disk that the task has. Nothing holds the pod to it: its containers write where the engine keeps them.</summary>
    public long? Disk { get; init; }

    /// <summary>Whether there is anything that a cgroup would hold the pod to.</summary>
    public bool AreGiven => Cpus is not null || MaxMemory is not null || Memory is not null || (CapsCpus && MaxCpus is not null);

    /// <summary>An amount of memory in MiB, for people.</summary>
    /// <param name="bytes">The amount.</param>
    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / MiB:0.##} MiB");

    /// <summary>A number of cores, for people.</summary>
    /// <param name="cpus">The cores.</param>
    public static string Text(double cpus) => string.Create(CultureInfo.InvariantCulture, $"{cpus:0.###}");

    /// <summary>The limits in words.</summary>
    public override string ToString()
    {
        var words = new List<string>();
        if (MaxMemory is { } memory)
            words.Add($"at most {Text(memory)} of memory");
        if (Cpus is { } cpus)
            words.Add($"a share of {Text(cpus)} CPUs");
        if (CapsCpus && MaxCpus is { } most)
            words.Add($"at most {Text(most)} CPUs");
        if (Disk is { } disk)
            words.Add($"{Text(disk)} of disk, to which nothing holds it");
        return words.Count == 0 ? "no limits" : string.Join(", ", words);
    }
}
