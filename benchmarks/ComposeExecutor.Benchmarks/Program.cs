using System.Runtime.InteropServices;
using ComposeExecutor.Benchmarks;

// A signal calls the measurements off; what they started is removed before the process ends.
using var calledOff = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, CallOff);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, CallOff);

var arguments = BenchCommand.Create().Parse(args);
var exitCode = await arguments.InvokeAsync(new() { ProcessTerminationTimeout = null }, calledOff.Token);
return arguments.Errors.Count > 0 ? ExitCodes.BadInput : exitCode;

void CallOff(PosixSignalContext signal)
{
    signal.Cancel = true;
    calledOff.Cancel();
}
