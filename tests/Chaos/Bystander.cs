using Chaos.Engines;

namespace Chaos;

/// <summary>A container, a network and a volume that have nothing to do with any pod, and that nobody must touch.</summary>
internal sealed class Bystander(OwnEngine engine)
{
    private const string Name = "bystander";

    private string _id = "";

    /// <summary>Starts it.</summary>
    public async Task StartAsync()
    {
        await engine.DockerAsync("network", "create", Name);
        await engine.DockerAsync("volume", "create", Name);
        // Docker itself restarts it with the engine, which is no more than its owner asked for.
        _id = (await engine.DockerAsync(
            "run", "--detach", "--name", Name, "--network", Name, "--volume", $"{Name}:/data", "--restart", "always", "--init", "compose-executor/busybox:local", "sleep", "100000"))[^1];
    }

    /// <summary>What has been done to it, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync()
    {
        var findings = new List<string>();
        var containers = await engine.DockerAsync("ps", "--no-trunc", "--filter", $"name=^{Name}$", "--format", "{{.ID}}");
        if (containers.Count != 1 || containers[0] != _id)
            findings.Add("A container that belongs to no pod was touched.");
        if ((await engine.DockerAsync("network", "ls", "--quiet", "--filter", $"name=^{Name}$")).Count != 1)
            findings.Add("A network that belongs to no pod was removed.");
        if ((await engine.DockerAsync("volume", "ls", "--quiet", "--filter", $"name=^{Name}$")).Count != 1)
            findings.Add("A volume that belongs to no pod was removed.");
        return findings;
    }
}
