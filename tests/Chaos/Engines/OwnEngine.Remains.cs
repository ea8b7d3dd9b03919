using System.Globalization;

namespace Chaos.Engines;

/// <content>What a daemon that was killed leaves behind: its containerd, the shims of containers, mounts.</content>
public sealed partial class OwnEngine
{
    // They are known by the folder in their command line, which nobody else has.
    private async Task EndContainerdAsync()
    {
        foreach (var signal in (int[])[Native.Terminate, Native.Kill])
        {
            var processes = Processes().ToList();
            foreach (var process in processes)
                Native.Signal(process, signal);
            var patience = signal == Native.Kill ? Deadline : TimeSpan.FromSeconds(5);
            for (var waited = TimeSpan.Zero; waited < patience && Processes().Any(); waited += Pause)
                await Task.Delay(Pause);
        }
    }

    private IEnumerable<int> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            string command;
            try
            {
                command = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (IOException)
            {
                // It has ended since it was listed.
                continue;
            }

            if (command.Contains($"{Folder}/exec", StringComparison.Ordinal))
                yield return id;
        }
    }

    // The deepest first; a mount point's path is the fifth field (proc(5), mountinfo).
    private void Unmount()
    {
        var mounts = File.ReadLines("/proc/self/mountinfo")
            .Select(line => line.Split(' ')[4])
            .Where(path => path.StartsWith($"{Folder}/", StringComparison.Ordinal))
            .OrderByDescending(path => path.Length)
            .ToList();
        foreach (var mount in mounts)
            Native.Unmount(mount);
    }
}
