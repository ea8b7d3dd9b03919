using System.Text;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Cli;

/// <summary>What somebody sees who runs a pod in the foreground: each step, and each service whenever something about it changes.</summary>
/// <param name="writer">Where it is shown.</param>
internal sealed class Screen(TextWriter writer)
{
    private readonly Dictionary<string, string> _shown = [];

    /// <summary>Shows a message of the log.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        lock (_shown)
            Put(Encoding.UTF8.GetString(line));
    }

    /// <summary>Shows the services of which something has changed, aligned with the others.</summary>
    public void Show(PodView pod)
    {
        lock (_shown)
        {
            var width = pod.Services.Select(service => service.Name.Length).DefaultIfEmpty().Max();
            foreach (var service in pod.Services.Where(service => service.State.Phase != ServicePhase.Waiting))
            {
                var line = $"    {service.Name.PadRight(width)}  {Described(service.State),-21}{Addresses(service)}".TrimEnd();
                if (_shown.TryGetValue(service.Name, out var before) && before == line)
                    continue;
                _shown[service.Name] = line;
                Put($"{line}\n");
            }
        }
    }

    // A terminal that was closed takes nothing more, and the pod must be stopped all the same.
    private void Put(string text)
    {
        try
        {
            writer.Write(text);
        }
        catch (IOException)
        {
            // Nobody is there to be told.
        }
    }

    private static string Addresses(ServiceView service) => service.State.Phase != ServicePhase.Running
        ? ""
        : string.Join("  ", service.Addresses.Concat(service.Ports.Select(port =>
            $"{port.HostAddress ?? "*"}:{port.HostPort?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}->{port.ContainerPort}/{port.Protocol}")));

    private static string Described(ServiceState state) => state switch
    {
        { Phase: ServicePhase.Starting } => "starting",
        { IsStopping: true } => "stopping",
        { Paused: true } => "paused",
        { Phase: ServicePhase.Running, Health: ContainerHealth.Starting } => "running (unchecked)",
        { Phase: ServicePhase.Running, Health: ContainerHealth.Healthy } => "running (healthy)",
        { Phase: ServicePhase.Running, Health: ContainerHealth.Unhealthy } => "running (unhealthy)",
        { Phase: ServicePhase.Running } => "running",
        { Phase: ServicePhase.BackingOff, ExitCode: { } code } => $"ended ({code}), to be restarted",
        { Phase: ServicePhase.BackingOff } => "to be restarted",
        { Phase: ServicePhase.Ended, ExitCode: { } code } => $"ended ({code})",
        _ => "gone",
    };
}
