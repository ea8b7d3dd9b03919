using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace ComposeExecutor.Leases;

/// <summary>
/// The leases that appear in a folder, told by the kernel (inotify(7)).
/// </summary>
internal static partial class LeaseEvents
{
    private const int IN_CLOEXEC = 0x80000;
    private const uint IN_MOVED_TO = 0x80;
    private const uint IN_Q_OVERFLOW = 0x4000;
    private const uint IN_IGNORED = 0x8000;
    private const int HeaderSize = 16;

    /// <summary>Watches a folder from now on, to the end of this process.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The projects whose lease has appeared; null when all have to be looked at.</returns>
    /// <exception cref="IOException">The folder cannot be watched.</exception>
    public static ChannelReader<string?> Watch(string folder)
    {
        var handle = inotify_init1(IN_CLOEXEC);
        if (handle.IsInvalid || inotify_add_watch(handle, folder, IN_MOVED_TO) < 0)
            throw new IOException($"Could not watch {folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        var channel = Channel.CreateUnbounded<string?>(new UnboundedChannelOptions { SingleReader = true });
        new Thread(() => Read(handle, channel.Writer)) { IsBackground = true, Name = "leases" }.Start();
        return channel.Reader;
    }

    private static void Read(SafeFileHandle handle, ChannelWriter<string?> writer)
    {
        var buffer = new byte[1 << 14];
        try
        {
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            while (true)
            {
                var read = stream.Read(buffer);
                for (var offset = 0; offset + HeaderSize <= read;)
                {
                    var mask = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(offset + 4));
                    var length = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(offset + 12));
                    var name = Encoding.UTF8.GetString(buffer.AsSpan(offset + HeaderSize, length)).TrimEnd('\0');
                    offset += HeaderSize + length;
                    if ((mask & IN_IGNORED) != 0)
                        throw new IOException("The folder was removed.");
                    if ((mask & IN_Q_OVERFLOW) != 0)
                        writer.TryWrite(null);
                    else if (LeaseFolder.ProjectOf(name) is { } project)
                        writer.TryWrite(project);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            writer.TryComplete(exception);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial SafeFileHandle inotify_init1(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int inotify_add_watch(SafeFileHandle handle, string path, uint mask);
}
