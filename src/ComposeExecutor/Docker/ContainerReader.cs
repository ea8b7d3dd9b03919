using System.Globalization;
using System.Text.Json;

namespace ComposeExecutor.Docker;

/// <summary>Reads the engine's inspection of a container.</summary>
internal static class ContainerReader
{
    /// <summary>The label by which Compose marks the containers of a service.</summary>
    public const string ServiceLabel = "com.docker.compose.service";

    /// <summary>A container that is not there.</summary>
    public static ContainerSnapshot Gone(string id) => new() { Id = id, Name = id, Service = "", State = ContainerState.Gone };

    /// <summary>The answer to <c>GET /containers/{id}/json</c>.</summary>
    public static ContainerSnapshot Read(string id, JsonElement container)
    {
        var config = container.Field("Config");
        var state = container.Field("State");
        var health = state.Field("Health");
        var settings = container.Field("NetworkSettings");
        return new ContainerSnapshot
        {
            Id = container.Text("Id") ?? id,
            Name = container.Text("Name")?.TrimStart('/') ?? id,
            Service = config.Field("Labels").Text(ServiceLabel) ?? "",
            State = state.Text("Status") switch
            {
                "created" => ContainerState.Created,
                "running" or "paused" or "restarting" => ContainerState.Running,
                "removing" => ContainerState.Gone,
                _ => ContainerState.Exited,
            },
            ProcessId = (int)state.Number("Pid"),
            Run = TimeOf(state.Text("StartedAt")) is null ? "" : state.Text("StartedAt")!,
            RanFor = TimeOf(state.Text("FinishedAt")) - TimeOf(state.Text("StartedAt")) is { } lasted && lasted > TimeSpan.Zero ? lasted : TimeSpan.Zero,
            Paused = state.Flag("Paused"),
            MemoryLimit = container.Field("HostConfig").Number("Memory"),
            CgroupParent = container.Field("HostConfig").Text("CgroupParent") ?? "",
            ExitCode = state.Number("ExitCode"),
            OutOfMemory = state.Flag("OOMKilled"),
            Error = state.Text("Error") ?? "",
            Health = health.Text("Status") switch
            {
                "starting" => ContainerHealth.Starting,
                "healthy" => ContainerHealth.Healthy,
                "unhealthy" => ContainerHealth.Unhealthy,
                _ => ContainerHealth.None,
            },
            HealthOutput = health.Items("Log").LastOrDefault().Text("Output")?.Trim() ?? "",
            HasHealthCheck = config.Field("Healthcheck").Items("Test").FirstOrDefault() is { ValueKind: JsonValueKind.String } test
                && test.GetString() is not ("NONE" or ""),
            HasTerminal = config.Flag("Tty"),
            StopSignal = config.Text("StopSignal") is { Length: > 0 } signal ? signal : "SIGTERM",
            Addresses =
            [
                .. from field in (string[])["IPAddress", "GlobalIPv6Address"]
                   from network in settings.Entries("Networks")
                   let address = network.Value.Text(field)
                   where !string.IsNullOrEmpty(address)
                   select address,
            ],
            Ports = [.. PortsOf(settings).Distinct()],
        };
    }

    // The engine writes Go's zero time, in the year 1, for what has not happened.
    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;

    // {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}, …]}: the same host port is there once for IPv4 and once for IPv6.
    private static IEnumerable<PublishedPort> PortsOf(JsonElement settings)
    {
        foreach (var port in settings.Entries("Ports"))
        {
            if (port.Name.Split('/') is not [var number, var protocol] || !TryPort(number, out var containerPort))
                continue;
            foreach (var binding in settings.Field("Ports").Items(port.Name))
            {
                if (TryPort(binding.Text("HostPort"), out var hostPort))
                    yield return new PublishedPort(containerPort, protocol, hostPort);
            }
        }
    }

    private static bool TryPort(string? text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue;
}
