using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Compose;

/// <summary>Where the Compose plugin is on this host.</summary>
public static class ComposeExecutable
{
    private const string FileName = "docker-compose";

    // The folders in which Docker's own client looks for plugins (docker/cli, cli-plugins/manager/manager_unix.go).
    private static readonly string[] PluginFolders =
    [
        "/usr/local/lib/docker/cli-plugins",
        "/usr/local/libexec/docker/cli-plugins",
        "/usr/lib/docker/cli-plugins",
        "/usr/libexec/docker/cli-plugins",
    ];

    /// <summary>Finds the plugin: as configured, else where Docker's client finds it, else <c>docker-compose</c> on the PATH.</summary>
    /// <param name="configured">The setting <c>compose.path</c>; empty to look for it.</param>
    /// <param name="dockerConfig">The setting <c>docker.config</c>, which names the client's folder or the file in it; null for none.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>The absolute path of an existing file.</returns>
    /// <exception cref="ComposeException">There is none; the message says where it was looked for.</exception>
    public static string Find(string configured, string? dockerConfig, Func<string, string?> variable)
    {
        if (configured.Length > 0)
        {
            return File.Exists(configured)
                ? Path.GetFullPath(configured)
                : throw Missing($"compose.path names {configured}, which does not exist.");
        }

        List<string> folders = [.. ClientFolders(dockerConfig, variable).SelectMany(client => ExtraFolders(client).Append(Path.Combine(client, "cli-plugins"))), .. PluginFolders];
        folders.AddRange((variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries));
        return folders.Select(folder => Path.GetFullPath(Path.Combine(folder, FileName))).FirstOrDefault(File.Exists)
            ?? throw Missing($"Docker Compose is not installed on this host: no {FileName} in {string.Join(", ", folders.Distinct())}.");
    }

    private static IEnumerable<string> ClientFolders(string? dockerConfig, Func<string, string?> variable)
    {
        if ((Directory.Exists(dockerConfig) ? dockerConfig : Path.GetDirectoryName(dockerConfig)) is { } configured)
            yield return configured;
        if (variable("DOCKER_CONFIG") is { Length: > 0 } given)
            yield return given;
        else if (variable("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".docker");
    }

    // Further folders come first, as in the client (cli-plugins/manager, getPluginDirs). A file that cannot be read names none: the
    // client too goes on without it, and who needs its credentials is told.
    private static List<string> ExtraFolders(string client)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(client, "config.json"))) is JsonObject config
                ? [.. config["cliPluginsExtraDirs"].AsTexts().Where(Path.IsPathRooted)]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private static ComposeException Missing(string what) => new(
        ComposeFailure.ComposeUnavailable,
        $"{what} Install the Compose plugin, version {ComposeCommand.OldestVersion} or newer, or set compose.path.");
}
