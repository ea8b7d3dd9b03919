using System.Text;
using System.Text.Json;

namespace ComposeExecutor.Mesos;

public sealed partial class ExecutorCallWriter
{
    private void WriteStatus(Utf8JsonWriter json, TaskStatus status)
    {
        json.WriteStartObject("status");
        WriteId(json, "task_id", status.TaskId);
        json.WriteString("state", status.State.WireName());
        json.WriteString("source", "SOURCE_EXECUTOR");
        json.WriteBase64String("uuid", status.Uuid.ToByteArray(bigEndian: true));
        json.WriteNumber("timestamp", (status.Timestamp - DateTimeOffset.UnixEpoch).TotalSeconds);
        WriteId(json, "executor_id", executorId);
        WriteId(json, "agent_id", agentId);
        if (status.Message is { } message)
            json.WriteString("message", Cut(message));
        if (status.Reason is { } reason)
            json.WriteString("reason", reason.WireName);
        if (status.Healthy is { } healthy)
            json.WriteBoolean("healthy", healthy);
        if (status.Data is { } data)
            json.WriteBase64String("data", data.Span);
        WriteLabels(json, status.Labels);
        if (status.ContainerStatus is { } container)
            WriteContainerStatus(json, container);
        if (status.CheckStatus is { } check)
            WriteCheckStatus(json, check);
        if (status.LimitedMemory is { } memory)
            WriteMemoryLimitation(json, memory);
        json.WriteEndObject();
    }

    // As Mesos' memory isolator writes it: what was used, in MiB (src/slave/containerizer/mesos/isolators/cgroups/subsystems/memory.cpp).
    private static void WriteMemoryLimitation(Utf8JsonWriter json, long bytes)
    {
        json.WriteStartObject("limitation");
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.WriteString("name", "mem");
        json.WriteString("type", "SCALAR");
        json.WriteStartObject("scalar");
        json.WriteNumber("value", bytes / (double)(1 << 20));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The message as UTF-8, cut between two characters where it is too long; what is no character becomes U+FFFD.</summary>
    private static ReadOnlySpan<byte> Cut(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        if (bytes.Length <= MaximumMessageBytes)
            return bytes;

        var end = MaximumMessageBytes - CutMark.Length;
        while ((bytes[end] & 0xc0) == 0x80)
            end--;
        CutMark.CopyTo(bytes, end);
        return bytes.AsSpan(0, end + CutMark.Length);
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<Label> labels)
    {
        if (labels.Count == 0)
            return;
        json.WriteStartObject("labels");
        json.WriteStartArray("labels");
        foreach (var label in labels)
        {
            json.WriteStartObject();
            json.WriteString("key", label.Key);
            json.WriteString("value", label.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContainerStatus(Utf8JsonWriter json, ContainerStatus container)
    {
        json.WriteStartObject("container_status");
        if (container.ContainerId is { } id)
            WriteId(json, "container_id", id);
        json.WriteStartArray("network_infos");
        foreach (var network in container.NetworkInfos)
            WriteNetwork(json, network);
        json.WriteEndArray();
        if (container.ExecutorPid is { } pid)
            json.WriteNumber("executor_pid", pid);
        json.WriteEndObject();
    }

    private static void WriteNetwork(Utf8JsonWriter json, NetworkInfo network)
    {
        json.WriteStartObject();
        if (network.Name is { } name)
            json.WriteString("name", name);
        json.WriteStartArray("ip_addresses");
        foreach (var address in network.IpAddresses)
        {
            json.WriteStartObject();
            json.WriteString("protocol", address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4");
            json.WriteString("ip_address", address);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("port_mappings");
        foreach (var mapping in network.PortMappings)
        {
            json.WriteStartObject();
            json.WriteNumber("host_port", mapping.HostPort);
            json.WriteNumber("container_port", mapping.ContainerPort);
            json.WriteString("protocol", mapping.Protocol);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The message of the check's type is always there; its field only once there is a result.</summary>
    private static void WriteCheckStatus(Utf8JsonWriter json, CheckStatus check)
    {
        json.WriteStartObject("check_status");
        switch (check)
        {
            case CheckStatus.Command command:
                json.WriteString("type", "COMMAND");
                json.WriteStartObject("command");
                if (command.ExitCode is { } exitCode)
                    json.WriteNumber("exit_code", exitCode);
                break;
            case CheckStatus.Http http:
                json.WriteString("type", "HTTP");
                json.WriteStartObject("http");
                if (http.StatusCode is { } statusCode)
                    json.WriteNumber("status_code", statusCode);
                break;
            case CheckStatus.Tcp tcp:
                json.WriteString("type", "TCP");
                json.WriteStartObject("tcp");
                if (tcp.Succeeded is { } succeeded)
                    json.WriteBoolean("succeeded", succeeded);
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
