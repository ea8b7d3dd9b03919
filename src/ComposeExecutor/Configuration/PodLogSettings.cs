namespace ComposeExecutor.Configuration;

/// <summary>What becomes of the services' output: <c>pod.logs.*</c>.</summary>
public sealed record PodLogSettings
{
    /// <summary>The size in bytes at which a service's output file is rotated.</summary>
    public required long MaxSize { get; init; }

    /// <summary>How many rotated files of each output are kept beside the current one.</summary>
    public required int Files { get; init; }

    /// <summary>Whether the output also appears, each line prefixed with its service, on the executor's own stdout.</summary>
    public required bool Forward { get; init; }
}
