using System.Runtime.InteropServices;
using System.Text;
using ComposeExecutor.Mesos;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Launch;

/// <summary>Writes the files that a pod's containers mount, and removes them.</summary>
internal static partial class PodFileWriter
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Writes a file with its owner and permissions, in a folder that only the executor's user can enter.</summary>
    /// <exception cref="LaunchException">What it is a copy of cannot be read, or it cannot be given to its owner.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(PodFile file)
    {
        // The folder keeps others on the host out; the file itself is readable to whatever user the container runs as.
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!, OwnerOnly);
        using (var source = file.Content is null ? Open(file) : null)
        using (var target = Create(file.Path))
        {
            if (source is null)
                target.Write(Encoding.UTF8.GetBytes(file.Content!));
            else
                source.CopyTo(target);
        }

        if ((file.UserId is not null || file.GroupId is not null) && Chown(file.Path, file.UserId ?? 0, file.GroupId ?? 0) != 0)
        {
            throw new LaunchException(
                TaskReason.TaskInvalid,
                $"{file.Purpose} cannot be given to user {file.UserId ?? 0} and group {file.GroupId ?? 0}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        File.SetUnixFileMode(file.Path, file.Mode);
    }

    /// <summary>Removes a file, and the folder with the last one in it.</summary>
    public static void Remove(PodFile file)
    {
        File.Delete(file.Path);
        var folder = Path.GetDirectoryName(file.Path)!;
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    // What an earlier pod of the same sandbox has left may be somebody else's, or read-only.
    private static FileStream Create(string path)
    {
        File.Delete(path);
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private static FileStream Open(PodFile file)
    {
        try
        {
            return File.OpenRead(file.Source!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(
                TaskReason.TaskInvalid,
                $"{file.Purpose} cannot be read from {file.Source}: {(Directory.Exists(file.Source) ? "it is a folder" : exception.Message.TrimEnd('.'))}. "
                + "Fetch the file with the task, or correct its path.",
                exception);
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, int user, int group);
}
