namespace ComposeExecutor.Pods.Health;

/// <summary>Where in a pod a check is made.</summary>
/// <param name="Probe">What is done there, with the port inside the pod.</param>
/// <param name="Container">The service, or the infra service, in whose container or network it is done; null for the host's own network.</param>
public sealed record CheckTarget(CheckProbe Probe, string? Container)
{
    /// <summary>Decides where the task's checks are made.</summary>
    /// <param name="probe">What is to be done.</param>
    /// <param name="places">The pod.</param>
    /// <exception cref="CheckException">That cannot be told.</exception>
    public static CheckTarget Of(CheckProbe probe, CheckPlaces places) => probe switch
    {
        CheckProbe.Command => new CheckTarget(probe, places.Chosen ?? throw new CheckException(
            $"The task's check is {probe}, and the pod has several services ({string.Join(", ", places.Services)}): say in which one it is to be run with pod.health.service, "
            + "as with the label config.pod.health.service.")),
        CheckProbe.Http http => In(places, http.Port, port => http with { Port = port }),
        CheckProbe.Tcp tcp => In(places, tcp.Port, port => tcp with { Port = port }),
        _ => throw new ArgumentOutOfRangeException(nameof(probe), probe, "This check is not known."),
    };

    private static CheckTarget In(CheckPlaces places, int port, Func<int, CheckProbe> at)
    {
        var (service, inside) = places.Find(port) ?? throw new CheckException(
            $"The task's check asks port {port}, but no service of the pod publishes or exposes it, and they do not share one network: publish or expose it, "
            + "or say which service listens there with pod.health.service, as with the label config.pod.health.service.");
        return new CheckTarget(at(inside), places.NetworkOwner(service));
    }
}
