using System.Runtime.CompilerServices;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>One project of <c>tests/corpus</c>: a folder with a compose file and what belongs to it.</summary>
/// <param name="Kind">The folder above it, such as <c>web</c>.</param>
/// <param name="Name">Its folder, unique in the corpus.</param>
internal sealed record CorpusCase(string Kind, string Name)
{
    // The names that Compose itself looks for, in its order.
    private static readonly string[] DefaultFiles = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    // Ports of the host that the compose files of the corpus do not use: ten for each project.
    private const int FirstOfferedPort = 24300;
    private const int PortsOffered = 10;

    /// <summary>All projects, in order.</summary>
    public static IReadOnlyList<CorpusCase> All { get; } =
    [
        .. from kind in Directory.EnumerateDirectories(Root())
           from project in Directory.EnumerateDirectories(kind)
           orderby project
           select new CorpusCase(Path.GetFileName(kind), Path.GetFileName(project)),
    ];

    /// <summary>The compose files, for <c>--file</c> of both programs: what the project's file <c>files</c> lists, else the one that Compose finds.</summary>
    public IReadOnlyList<string> Files => Lines("files") is { Count: > 0 } files ? files : [DefaultFiles.First(name => File.Exists(Path.Combine(Origin, name)))];

    /// <summary>Whether it is meant not to come up: it has a file <c>fails</c> that says why.</summary>
    public bool Fails => Lines("fails").Count > 0;

    /// <summary>The host ports that are offered to the pod.</summary>
    public string Offer
    {
        get
        {
            var first = FirstOfferedPort + PortsOffered * All.ToList().IndexOf(this);
            return $"{first}-{first + PortsOffered - 1}";
        }
    }

    /// <summary>The texts of its files.</summary>
    public IEnumerable<string> Texts() => Directory.EnumerateFiles(Origin, "*", SearchOption.AllDirectories).Select(File.ReadAllText);

    /// <summary>Copies its files, since some services write beside them.</summary>
    /// <param name="folder">Where to; it is there already.</param>
    public void CopyTo(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(Origin, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Origin, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    /// <summary>The text of a line-by-line file of the project; empty where it has none.</summary>
    private List<string> Lines(string file) =>
        Path.Combine(Origin, file) is var path && File.Exists(path) ? [.. File.ReadLines(path).Where(line => line.Length > 0)] : [];

    private string Origin => Path.Combine(Root(), Kind, Name);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../corpus"));
}
