using System.Globalization;

namespace AgentEmulator;

/// <summary>
/// A cgroup (v1) in the memory hierarchy, below this process's own, as Mesos' linux launcher makes one for each container: what the
/// executor starts is born into it, and containers may be given it as their parent.
/// </summary>
public sealed class MemoryCgroup : IAsyncDisposable
{
    private const string Hierarchy = "/sys/fs/cgroup/memory";
    private static readonly TimeSpan DestructionLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DestructionPause = TimeSpan.FromMilliseconds(20);

    private MemoryCgroup(string path)
    {
        CgroupPath = path;
        Folder = Hierarchy + path;
    }

    /// <summary>Whether such a cgroup can be made here: a v1 memory hierarchy that this process may write to.</summary>
    public static bool IsAvailable
    {
        get
        {
            try
            {
                return OwnPath() is { } own && File.Exists($"{Hierarchy}{own}/cgroup.procs") && System.Environment.IsPrivilegedProcess;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    /// <summary>Its path inside the hierarchy, as <c>/proc/self/cgroup</c> shows it to its members.</summary>
    public string CgroupPath { get; }

    /// <summary>Its folder in the file system.</summary>
    public string Folder { get; }

    /// <summary>The file to write process ids to.</summary>
    public string MembersFile => $"{Folder}/cgroup.procs";

    /// <summary>Makes the cgroup of a container.</summary>
    /// <param name="containerId">The container's id.</param>
    /// <param name="limit">Its memory limit in bytes; null for none.</param>
    public static MemoryCgroup Create(string containerId, long? limit = null)
    {
        var parent = OwnPath() ?? throw new InvalidOperationException("There is no cgroup v1 memory hierarchy here.");
        var cgroup = new MemoryCgroup($"{parent.TrimEnd('/')}/mesos-{containerId}");
        Directory.CreateDirectory(cgroup.Folder);
        if (limit is { } bytes)
            File.WriteAllText($"{cgroup.Folder}/memory.limit_in_bytes", bytes.ToString(CultureInfo.InvariantCulture));
        return cgroup;
    }

    /// <summary>Destroys the cgroup and every process in it or below.</summary>
    public async ValueTask DisposeAsync()
    {
        // The kernel tells nobody when a v1 cgroup has become empty, so that the agent, too, has to try again.
        using var limit = new CancellationTokenSource(DestructionLimit);
        while (Directory.Exists(Folder))
        {
            if (!TryDestroy())
                await Task.Delay(DestructionPause, limit.Token);
        }
    }

    private static string? OwnPath() => File.ReadLines("/proc/self/cgroup")
        .Select(line => line.Split(':', 3))
        .FirstOrDefault(parts => parts.Length == 3 && parts[1] == "memory")?[2];

    private bool TryDestroy()
    {
        try
        {
            string[] folders = [.. Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories), Folder];
            foreach (var member in folders.SelectMany(folder => File.ReadAllLines($"{folder}/cgroup.procs")))
                NativeSignals.Send(int.Parse(member, CultureInfo.InvariantCulture), NativeSignals.Kill);

            foreach (var folder in folders.OrderByDescending(folder => folder.Length))
                Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            // Busy: a member has not gone yet.
            return false;
        }
    }
}
