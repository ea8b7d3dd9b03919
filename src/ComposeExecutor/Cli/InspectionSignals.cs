using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using ComposeExecutor.Cli.Logging;
using ComposeExecutor.Pods;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli;

/// <summary>The signals by which people look into an executor: SIGUSR1 (as in dce-go) and SIGQUIT.</summary>
internal sealed class InspectionSignals : IDisposable
{
    /// <summary>The file in the sandbox that SIGQUIT has written.</summary>
    public const string StateFileName = "compose-executor.state.json";

    // The runtime takes numbers for the signals that it has no name for.
    private const PosixSignal SIGUSR1 = (PosixSignal)10;

    private readonly Executor _executor;
    private readonly LineLogger _log;
    private readonly string _file;
    private readonly LogLevel _configured;
    private readonly PosixSignalRegistration _toggling;
    private readonly PosixSignalRegistration _telling;

    /// <summary>Listens from now on.</summary>
    /// <param name="executor">The executor.</param>
    /// <param name="log">The log whose level SIGUSR1 toggles between debug and what it is now.</param>
    /// <param name="sandbox">Where SIGQUIT has the state written.</param>
    public InspectionSignals(Executor executor, LineLogger log, string sandbox)
    {
        _executor = executor;
        _log = log;
        _file = Path.Combine(sandbox, StateFileName);
        _configured = log.Level == LogLevel.Debug ? LogLevel.Information : log.Level;
        _toggling = PosixSignalRegistration.Create(SIGUSR1, Toggle);
        _telling = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Tell);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _toggling.Dispose();
        _telling.Dispose();
    }

    private void Toggle(PosixSignalContext context)
    {
        context.Cancel = true;
        _log.Level = _log.Level == LogLevel.Debug ? _configured : LogLevel.Debug;
        LogMessages.LevelChanged(_log, _log.Level);
    }

    private void Tell(PosixSignalContext context)
    {
        context.Cancel = true;
        try
        {
            // Whole or not at all, for whoever waits for it.
            var unfinished = $"{_file}.new";
            using (var file = File.Create(unfinished))
            using (var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                _executor.WriteState(writer);
            File.Move(unfinished, _file, overwrite: true);
            LogMessages.StateWritten(_log, _file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogMessages.StateNotWritten(_log, _file, exception.Message);
        }
    }
}
