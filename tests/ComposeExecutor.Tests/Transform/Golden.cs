namespace ComposeExecutor.Tests.Transform;

/// <summary>Files that say what comes out, in <c>Golden/</c> beside the tests.</summary>
internal static class Golden
{
    private const string Accept = "UPDATE_GOLDEN";

    private static readonly Lazy<string> Folder = new(() =>
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var golden = Path.Combine(folder, "tests/ComposeExecutor.Tests/Transform/Golden");
            if (Directory.Exists(golden))
                return golden;
        }

        throw new DirectoryNotFoundException($"No Golden folder above {AppContext.BaseDirectory}: run the tests from the repository.");
    });

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder.Value, name));

    /// <summary>Compares a text with a golden file, or writes it there when <c>UPDATE_GOLDEN=1</c>.</summary>
    public static void ShouldBe(string actual, string name)
    {
        var path = Path.Combine(Folder.Value, name);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(path, actual);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        actual.ShouldBe(expected, $"{path} says something else. If what comes out now is right, run the test with {Accept}=1 and look at the difference before you commit it.");
    }
}
