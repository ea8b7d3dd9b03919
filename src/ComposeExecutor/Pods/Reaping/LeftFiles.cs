using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Reaping;

/// <summary>The files that a pod's containers have mounted, with clear text in them.</summary>
internal static partial class LeftFiles
{
    /// <summary>Removes them, and the folders with the last file in them.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="log">Where to tell of what cannot be removed.</param>
    /// <returns>Whether all are gone.</returns>
    public static bool Remove(IEnumerable<string> files, ILogger log)
    {
        var gone = true;
        foreach (var file in files)
        {
            try
            {
                PodFileWriter.Remove(new PodFile(file));
            }
            catch (DirectoryNotFoundException)
            {
                // Its folder is gone, and it with that.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogFileLeft(log, file, exception.Message);
                gone = false;
            }
        }

        return gone;
    }

    [LoggerMessage(LogLevel.Warning, "The file {File} could not be removed: {Reason}")]
    private static partial void LogFileLeft(ILogger log, string file, string reason);
}
