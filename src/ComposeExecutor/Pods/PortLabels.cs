using System.Collections.Immutable;
using System.Globalization;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods;

/// <summary>The labels by which a framework learns where the ports of a pod are, those that the engine chose among them.</summary>
internal static class PortLabels
{
    /// <summary>
    /// <c>pod.ports.web.80</c> with the host port, for each published port; <c>pod.ports.dns.53/udp</c> for another protocol than TCP. Several host
    /// ports of one are separated by commas.
    /// </summary>
    /// <param name="ports">What the pod publishes.</param>
    /// <param name="seen">What the engine publishes for a service.</param>
    public static IEnumerable<Label> For(ImmutableArray<Transform.PortMapping> ports, Func<string, ImmutableArray<PublishedPort>> seen) =>
        from port in ports
        group port by (port.Service, port.ContainerPort, port.Protocol) into mappings
        let known = mappings.Select(port => port.HostPort).OfType<int>()
        let chosen = mappings.Any(port => port.HostPort is null)
            ? seen(mappings.Key.Service).Where(port => port.ContainerPort == mappings.Key.ContainerPort && port.Protocol == mappings.Key.Protocol).Select(port => port.HostPort)
            : []
        let all = known.Concat(chosen).Distinct().Select(port => port.ToString(CultureInfo.InvariantCulture)).ToList()
        where all.Count > 0
        select new Label(
            $"pod.ports.{mappings.Key.Service}.{mappings.Key.ContainerPort}{(mappings.Key.Protocol == "tcp" ? "" : $"/{mappings.Key.Protocol}")}", string.Join(',', all));
}
