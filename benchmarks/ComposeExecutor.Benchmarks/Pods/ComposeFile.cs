using System.Text;

namespace ComposeExecutor.Benchmarks.Pods;

/// <summary>The compose file that both sides of a comparison run: services without health checks, which end at once on SIGTERM.</summary>
internal static class ComposeFile
{
    /// <summary>Its name.</summary>
    public const string Name = "compose.yml";

    /// <summary>The service that publishes <c>${PORT0}</c> and that others depend on.</summary>
    public const string FirstService = "service01";

    /// <summary>Writes the file: every second service depends on the one with half its number, so that ten make four levels.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="services">How many services.</param>
    /// <returns>The path.</returns>
    public static string Write(string folder, int services)
    {
        var text = new StringBuilder("services:\n");
        for (var number = 1; number <= services; number++)
        {
            text.Append($"""
                  {NameOf(number)}:
                    image: compose-executor/busybox:local
                    init: true
                    command: ["sleep", "100000"]

                """);
            if (number == 1)
                text.Append("    ports: [\"${PORT0}:8080\"]\n");
            else if (number % 2 == 0)
                text.Append($"    depends_on: [{NameOf(number / 2)}]\n");
        }

        var path = Path.Combine(folder, Name);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static string NameOf(int number) => $"service{number:00}";
}
