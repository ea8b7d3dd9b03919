using System.Text.Json;

namespace ComposeExecutor.Compose;

/// <summary>Where Compose takes the credentials of registries from: one file in the format of Docker's client.</summary>
/// <param name="File">The file's path; null when there is none.</param>
/// <param name="Origin">Who gave it, in the middle of a sentence.</param>
/// <param name="PassedOver">Why a file in the sandbox was passed over, as a sentence; null when none was.</param>
public sealed record RegistryCredentials(string? File, string Origin, string? PassedOver = null)
{
    private const string FileName = "config.json";
    private const string Folder = ".docker";

    /// <summary>Nobody gave any.</summary>
    public static RegistryCredentials None { get; } = new(null, "");

    /// <summary>The folder to give to Compose as <c>DOCKER_CONFIG</c>; null to leave it to Compose.</summary>
    public string? ConfigFolder => Path.GetDirectoryName(File);

    /// <summary>
    /// Finds the file: the one that came into the sandbox with the task (<c>.docker/config.json</c>, which is where Mesos' fetcher
    /// extracts the <c>docker.tar.gz</c> that Marathon's users have); else as configured; else where Docker's client looks.
    /// </summary>
    /// <param name="sandbox">The task's sandbox.</param>
    /// <param name="isLocked">Whether a file in it does not count, because the operator has locked the setting.</param>
    /// <param name="configured">The setting <c>docker.config</c>: the file, or the folder with it; null for none.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="ComposeException">The configured file is not there, or may not be read.</exception>
    public static RegistryCredentials Find(string sandbox, bool isLocked, string? configured, Func<string, string?> variable)
    {
        string? passedOver = null;
        if (Existing(Path.Combine(sandbox, Folder)) is { } brought)
        {
            passedOver = isLocked ? $"{brought} is not used: the operator has locked docker.config"
                : IsLink(brought) ? $"{brought} is not used: it is a symbolic link, which could name any file of the host"
                : null;
            if (passedOver is null)
                return new RegistryCredentials(brought, "in the sandbox");
        }

        return OfTheHost(configured, variable) with { PassedOver = passedOver };
    }

    /// <summary>A sentence on what there is, with the names of registries and never with a secret.</summary>
    public string Describe() => PassedOver is null ? DescribeFile() : $"{PassedOver}. {DescribeFile()}";

    private string DescribeFile()
    {
        if (File is null)
            return "There are no credentials: neither .docker/config.json in the sandbox, nor docker.config, nor a file of DOCKER_CONFIG or HOME";
        try
        {
            using var stream = System.IO.File.OpenRead(File);
            using var document = JsonDocument.Parse(stream);
            string[] known = [.. Names(document.RootElement, "auths"), .. Names(document.RootElement, "credHelpers")];
            var helped = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("credsStore", out var store)
                ? $", and asks the helper '{store}' for all"
                : "";
            return $"The credentials are those of {File} ({Origin}), which has some for {(known.Length == 0 ? "no registry" : string.Join(", ", known.Distinct().Order(StringComparer.Ordinal)))}{helped}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return $"The credentials in {File} ({Origin}) cannot be read ({(exception is JsonException ? "it is not JSON" : exception.Message.TrimEnd('.'))})";
        }
    }

    private static IEnumerable<string> Names(JsonElement root, string section) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(section, out var entries) && entries.ValueKind == JsonValueKind.Object
            ? entries.EnumerateObject().Select(entry => entry.Name)
            : [];

    private static RegistryCredentials OfTheHost(string? configured, Func<string, string?> variable)
    {
        if (configured is not null)
            return new RegistryCredentials(Configured(configured), "docker.config");
        if (variable("DOCKER_CONFIG") is { Length: > 0 } folder)
            return Existing(folder) is { } named ? new RegistryCredentials(named, "DOCKER_CONFIG") : None;
        return variable("HOME") is { Length: > 0 } home && Existing(Path.Combine(home, Folder)) is { } own ? new RegistryCredentials(own, "HOME") : None;
    }

    private static string? Existing(string folder) =>
        new FileInfo(Path.Combine(folder, FileName)) is { Exists: true } file ? file.FullName : null;

    private static bool IsLink(string path) =>
        new FileInfo(path) is var file && (file.LinkTarget is not null || file.Directory!.LinkTarget is not null);

    private static string Configured(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (System.IO.File.Exists(file) && Path.GetFileName(file) != FileName)
            throw Wrong($"docker.config names {path}, but Compose reads credentials from a file of the name {FileName} only. Name one, or the folder with it.");
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"docker.config names {path}, which cannot be read: {exception.Message}");
        }
    }

    private static ComposeException Wrong(string message) => new(ComposeFailure.ComposeUnavailable, message);
}
