using System.Text;

namespace ComposeExecutor.Benchmarks.Pods;

/// <summary>The compose file that both sides of a comparison run: services which end at once on SIGTERM.</summary>
internal static class ComposeFile
{
    /// <summary>Its name.</summary>
    public const string Name = "compose.yml";

    /// <summary>The service that publishes <c>${PORT0}</c> and that others depend on.</summary>
    public const string FirstService = "service01";

    /// <summary>
    /// Writes the file: every second service depends on the one with half its number, so that ten make four levels; in a chain the first
    /// ones have health checks, and each waits for the one before.
    /// </summary>
    /// <param name="folder">Where to.</param>
    /// <param name="shape">What the pod looks like.</param>
    /// <returns>The path.</returns>
    public static string Write(string folder, PodShape shape)
    {
        var text = new StringBuilder("services:\n");
        for (var number = 1; number <= shape.Services; number++)
        {
            text.Append($"""
                  {NameOf(number)}:
                    image: compose-executor/busybox:local
                    init: true
                    command: ["sleep", "100000"]

                """);
            if (number <= shape.HealthyChain)
                text.Append("    healthcheck: { test: [CMD, \"true\"], interval: 1s }\n");
            if (number == 1)
                text.Append("    ports: [\"${PORT0}:8080\"]\n");
            else if (number <= shape.HealthyChain + 1)
                text.Append($"    depends_on: {{ {NameOf(number - 1)}: {{ condition: service_healthy }} }}\n");
            else if (number % 2 == 0)
                text.Append($"    depends_on: [{NameOf(number / 2)}]\n");
        }

        var path = Path.Combine(folder, Name);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static string NameOf(int number) => $"service{number:00}";
}
