namespace ComposeExecutor.IntegrationTests;

/// <summary>The published executable that is tested.</summary>
internal static class Executable
{
    /// <summary>Its path: as <c>./test</c> says, else <c>dist/compose-executor</c> of this checkout.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("COMPOSE_EXECUTOR_UNDER_TEST") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "dist", "compose-executor");
            if (File.Exists(path))
                return path;
        }

        throw new InvalidOperationException("There is no dist/compose-executor to test: run ./build first, or run ./test.");
    }
}
