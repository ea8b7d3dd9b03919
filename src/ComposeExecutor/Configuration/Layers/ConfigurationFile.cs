using System.Text;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>Reads the text of a configuration file that somebody else wrote.</summary>
internal static class ConfigurationFile
{
    /// <summary>A configuration has a few hundred lines at most; what is larger is something else.</summary>
    public const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, which need not exist.</param>
    /// <param name="followLinks">Whether the file may be a symbolic link; one made by a tenant could lead anywhere on the host.</param>
    /// <param name="findings">Takes what is wrong with the file.</param>
    /// <returns>The text, or null when there is none or it cannot be read.</returns>
    public static string? Read(string path, bool followLinks, Findings findings)
    {
        try
        {
            var file = new FileInfo(path);

            // Attributes, unlike Exists, tell a file that is not there from one that may not be seen: the latter must not go unnoticed,
            // it may hold locks.
            if ((int)file.Attributes == -1)
                return null;
            if (file.Attributes.HasFlag(FileAttributes.Directory))
                return Fail("is a folder where a YAML file is expected");
            if (file.LinkTarget is not null && !followLinks)
                return Fail("is a symbolic link, which is not followed here; put the file itself in its place");
            if (file.LinkTarget is not null)
                file = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);

            // Pipes and devices say 0 as well, so nothing here waits for one.
            if (file.Length == 0)
                return null;
            if (file.Length > MaxBytes)
                return Fail($"has {file.Length} bytes, more than the {MaxBytes} allowed");

            var text = ReadBounded(file.FullName);
            return text.Contains('\0') ? Fail("is not a text file") : text;
        }
        catch (DecoderFallbackException)
        {
            return Fail("is not UTF-8 text");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail($"cannot be read: {exception.Message}");
        }

        string? Fail(string what)
        {
            findings.Problems.Add($"{path}: {what}");
            return null;
        }
    }

    private static string ReadBounded(string path)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[Math.Min(stream.Length, MaxBytes)];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> content = bytes.AsSpan(0, count);
        return StrictUtf8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content);
    }
}
