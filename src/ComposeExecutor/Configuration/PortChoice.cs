namespace ComposeExecutor.Configuration;

/// <summary>One <c>pod.ports.&lt;service&gt;.&lt;target&gt;</c>: which of the offered ports a published port takes.</summary>
/// <param name="Service">The service that publishes it.</param>
/// <param name="Target">Its port inside the container.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="Offered">The place of a port in the offer, counted from 0, or the name that the framework gave a port.</param>
/// <param name="Origin">Where it was set, to begin an error with.</param>
public sealed record PortChoice(string Service, int Target, string Protocol, string Offered, string Origin)
{
    /// <summary>The section that the keys are in.</summary>
    public const string Section = "pod.ports";
}
