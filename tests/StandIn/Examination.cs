using System.Globalization;
using System.Net;

namespace StandIn;

/// <summary>What a process of a container sees: files, mounts, who answers where, and which addresses names have. One line each, in fields separated by tabs.</summary>
internal static class Examination
{
    /// <summary>Examines all subjects.</summary>
    /// <param name="subjects">Paths, endpoints such as <c>tcp:db:5432</c>, and names such as <c>name:db</c>. Of <c>mount:PATH</c> only the mount is told, not what is in it.</param>
    public static async Task<int> RunAsync(string[] subjects)
    {
        Tell("host", Dns.GetHostName());
        Tell("directory", Environment.CurrentDirectory);
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.Split(':', 2) is [("Uid" or "Gid" or "Groups" or "CapEff" or "NoNewPrivs") and var field, var value])
                Tell("process", field, string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        foreach (var path in subjects.Where(subject => subject.StartsWith('/')))
            Tell("path", path, Describe(path));
        foreach (var path in subjects.Where(subject => subject.StartsWith("mount:", StringComparison.Ordinal)).Select(subject => subject[6..]))
            Tell("mount", path, Mount(path));

        var endpoints = subjects.Select(Endpoint.Parse).OfType<Endpoint>().ToList();
        var names = endpoints.Select(endpoint => endpoint.Host).Distinct().ToList();
        var addresses = await Task.WhenAll(names.Select(Inquiry.ResolveAsync));
        var answers = await Task.WhenAll(endpoints.Select(endpoint => Inquiry.WhoAsync(addresses[names.IndexOf(endpoint.Host)], endpoint)));
        for (var i = 0; i < endpoints.Count; i++)
            Tell("answer", endpoints[i].ToString(), answers[i]);
        foreach (var name in subjects.Where(subject => subject.StartsWith("name:", StringComparison.Ordinal)).Select(subject => subject[5..]))
            Tell("name", name, string.Join(' ', (await Inquiry.ResolveAsync(name)).Select(address => address.ToString()).Distinct().Order(StringComparer.Ordinal)));
        return 0;
    }

    private static void Tell(params string[] fields) => Console.WriteLine(string.Join('\t', fields));

    private static string Describe(string path)
    {
        if (!Path.Exists(path))
            return "missing";
        var mode = Convert.ToString((int)File.GetUnixFileMode(path), 8);
        var owner = Owner.Of(path);
        var mount = Mount(path);
        try
        {
            if (Directory.Exists(path))
                return $"folder {mode} {owner} [{string.Join(' ', Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Order(StringComparer.Ordinal))}] {mount}";
            var content = File.ReadAllText(path);
            return string.Create(CultureInfo.InvariantCulture, $"file {mode} {owner} '{content.ReplaceLineEndings("\\n")}' {mount}");
        }
        catch (UnauthorizedAccessException)
        {
            return $"{mode} {owner} unreadable {mount}";
        }
    }

    // The last mount on a point is the one that is seen (proc(5), mountinfo).
    private static string Mount(string path)
    {
        foreach (var line in File.ReadLines("/proc/self/mountinfo").Reverse())
        {
            var fields = line.Split(' ');
            if (fields[4] != path)
                continue;
            var separator = Array.IndexOf(fields, "-");
            var propagation = fields[6..separator].Select(field => field.Split(':')[0]);
            var kind = fields[separator + 1];
            // A bind mount has the type of what holds its source; a tmpfs has options of its own.
            return kind == "tmpfs" ? $"tmpfs {fields[5]} {fields[separator + 3]}" : $"{fields[5].Split(',')[0]} {string.Join(' ', propagation)}".TrimEnd();
        }

        return "not mounted";
    }
}
