using System.Collections.Immutable;
using System.Globalization;

namespace ComposeExecutor.Pods.Health;

/// <summary>What one run of a check does, as the task describes it.</summary>
public abstract record CheckProbe
{
    private CheckProbe()
    {
    }

    /// <summary>Run a command in a service; it passes with exit code 0.</summary>
    /// <param name="Arguments">The program and its arguments.</param>
    /// <param name="Environment">Variables beside those of the service, as <c>NAME=value</c>.</param>
    public sealed record Command(ImmutableArray<string> Arguments, ImmutableArray<string> Environment) : CheckProbe
    {
        /// <inheritdoc/>
        public override string ToString() => $"the command '{string.Join(' ', Arguments)}'";
    }

    /// <summary>Send a GET request.</summary>
    /// <param name="Scheme"><c>http</c> or <c>https</c>; certificates are not verified.</param>
    /// <param name="Port">The port, inside the pod or on the host.</param>
    /// <param name="Path">The path with its query; empty or beginning with a slash.</param>
    /// <param name="IsIPv6">Whether it goes to <c>::1</c> instead of <c>127.0.0.1</c>.</param>
    /// <param name="Statuses">The answers that count as passed; empty for 200 to 399.</param>
    public sealed record Http(string Scheme, int Port, string Path, bool IsIPv6, ImmutableArray<int> Statuses) : CheckProbe
    {
        /// <summary>Whether an answer with this status is a passed check.</summary>
        /// <param name="status">The status.</param>
        public bool Accepts(int status) => Statuses.IsEmpty ? status is >= 200 and < 400 : Statuses.Contains(status);

        /// <inheritdoc/>
        public override string ToString() => $"GET {Scheme}://{(IsIPv6 ? "[::1]" : "127.0.0.1")}:{Port.ToString(CultureInfo.InvariantCulture)}{Path}";
    }

    /// <summary>Open a connection.</summary>
    /// <param name="Port">The port, inside the pod or on the host.</param>
    /// <param name="IsIPv6">Whether it goes to <c>::1</c> instead of <c>127.0.0.1</c>.</param>
    public sealed record Tcp(int Port, bool IsIPv6) : CheckProbe
    {
        /// <inheritdoc/>
        public override string ToString() => $"the connection to port {Port.ToString(CultureInfo.InvariantCulture)}";
    }
}
