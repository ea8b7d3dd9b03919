namespace ComposeExecutor.Transform;

/// <summary>The names by which a pod tells where its ports are.</summary>
public static class PortVariable
{
    /// <summary>
    /// The environment variable that holds the host port: <c>POD_PORT_WEB_80</c>; <c>POD_PORT_DNS_53_UDP</c> for another protocol than TCP.
    /// </summary>
    public static string NameOf(PortMapping port)
    {
        var service = string.Concat(port.Service.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToUpperInvariant(character) : '_'));
        return $"POD_PORT_{service}_{port.ContainerPort}{(port.Protocol == "tcp" ? "" : $"_{port.Protocol.ToUpperInvariant()}")}";
    }
}
