namespace ComposeExecutor.Pods.Output;

/// <summary>A log file that never grows beyond a size: when it is full it becomes <c>name.1</c>, which becomes <c>name.2</c>, and so on.</summary>
public sealed class RotatingFile : IDisposable
{
    private readonly string _path;
    private readonly long _maximumSize;
    private readonly int _oldFiles;
    private readonly Lock _gate = new();
    private FileStream _file;

    /// <summary>Opens the file, keeping what it holds.</summary>
    /// <param name="path">Its path; the folder must exist.</param>
    /// <param name="maximumSize">Its largest size in bytes.</param>
    /// <param name="oldFiles">How many full files are kept beside it.</param>
    /// <exception cref="IOException">It cannot be opened for writing.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public RotatingFile(string path, long maximumSize, int oldFiles)
    {
        _path = path;
        _maximumSize = maximumSize;
        _oldFiles = oldFiles;
        _file = Open();
    }

    /// <summary>Appends bytes, together in one file unless they are more than one holds. May be called from several threads.</summary>
    /// <param name="bytes">What to append.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            // A rotation that failed for lack of space may have left it closed.
            if (!_file.CanWrite)
                _file = Open();
            if (_file.Length > 0 && _file.Length + bytes.Length > _maximumSize)
                Rotate();
            while (bytes.Length > _maximumSize)
            {
                _file.Write(bytes[..(int)_maximumSize]);
                bytes = bytes[(int)_maximumSize..];
                Rotate();
            }

            _file.Write(bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }

    private void Rotate()
    {
        _file.Dispose();
        try
        {
            Shift();
        }
        finally
        {
            _file = Open();
        }
    }

    private void Shift()
    {
        for (var number = _oldFiles; number > 0; number--)
        {
            var newer = number == 1 ? _path : $"{_path}.{number - 1}";
            if (File.Exists(newer))
                File.Move(newer, $"{_path}.{number}", overwrite: true);
        }

        if (_oldFiles == 0)
            File.Delete(_path);
    }

    // Unbuffered, so that a line is on the disk when the process is killed in the next moment.
    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
