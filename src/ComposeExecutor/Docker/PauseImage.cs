namespace ComposeExecutor.Docker;

/// <summary>
/// The image of the infra container, which holds the namespaces of a pod. The executor carries it, so that no agent needs a registry.
/// </summary>
/// <remarks>
/// The build makes the archive (<c>src/Pause/Image</c>) and embeds it gzipped. The engine decompresses what it loads, so it is sent
/// straight from the executable's own pages: there is no copy of it in memory, and no compression or digest code in the executor.
/// </remarks>
public static partial class PauseImage
{
    private const string Resource = "pause-image.tar.gz";

    /// <summary>Makes sure that the engine has the image <see cref="Name"/>, and loads it if it has not.</summary>
    /// <remarks>
    /// Any number of executors may do this at the same time. It says nothing about later: somebody may remove an image that no container
    /// uses, so whoever finds it missing when creating the container may simply call this again.
    /// </remarks>
    /// <exception cref="EngineException">The engine does not answer, or refuses to load the image.</exception>
    /// <exception cref="OperationCanceledException">The <paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task EnsureAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        EnsureAsync(engine, Name, OpenArchive, cancellationToken);

    /// <summary>The archive as <c>docker load</c> takes it.</summary>
    internal static Stream OpenArchive() =>
        typeof(PauseImage).Assembly.GetManifestResourceStream(Resource)
        ?? throw new InvalidOperationException($"This executable was built without its resource {Resource}.");

    /// <summary>Makes sure that the engine has the image <paramref name="name"/>, and loads it from the archive if it has not.</summary>
    internal static async Task EnsureAsync(
        DockerEngine engine, string name, Func<Stream> openArchive, CancellationToken cancellationToken)
    {
        if (await engine.ImageAsync(name, cancellationToken) is not null)
            return;

        string? error;
        try
        {
            await using var archive = openArchive();
            error = await engine.LoadImageAsync(archive, cancellationToken);
        }
        catch (EngineException exception)
        {
            throw Failure(name, exception.Message, exception);
        }

        // Only what is there now counts: when two executors load at once, the one may fail because the other was faster.
        if (await engine.ImageAsync(name, cancellationToken) is null)
            throw Failure(name, error ?? "the engine reported success, but does not have the image", null);
    }

    private static EngineException Failure(string name, string reason, Exception? cause) =>
        new($"The infra image {name}, which this executor carries, could not be loaded into the Docker Engine: {Clause(reason)}. "
            + "Check that the file system of Docker's data folder has space and that no authorization plugin forbids to load images, "
            + "then launch the task again.",
            cause);

    private static string Clause(string message) => message.Trim().TrimEnd('.');
}
