using System.Collections.Immutable;
using System.Text.Json;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Health;

/// <summary>
/// Reads <c>HealthCheck</c> and <c>CheckInfo</c>, with the defaults of <c>mesos.proto</c> and the rules of Mesos' own validation
/// (<c>src/common/validation.cpp</c>); notes everything that is wrong.
/// </summary>
internal sealed class CheckReader
{
    // Timers of the runtime end at 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    // Mesos takes 0, and would do nothing but check.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<string> _problems = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads a <c>HealthCheck</c>; null when something is wrong with it.</summary>
    public TaskHealthCheck? ReadHealthCheck(JsonElement check) => Read(check, "health_check", () =>
    {
        var timing = Timing(check, "health_check");
        var grace = Seconds(check, "health_check", "grace_period_seconds", 10);
        var limit = check.Integer("consecutive_failures") ?? 3;
        return Probe(check, "health_check", check.Message("command")) is { } probe ? new TaskHealthCheck(probe, timing, grace, limit) : null;
    });

    /// <summary>Reads a <c>CheckInfo</c>; null when something is wrong with it.</summary>
    public TaskCheck? ReadCheck(JsonElement check) => Read(check, "check", () =>
    {
        var timing = Timing(check, "check");
        return Probe(check, "check", check.Message("command")?.Message("command")) is { } probe ? new TaskCheck(probe, timing) : null;
    });

    private T? Read<T>(JsonElement check, string what, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ExecutorEventException exception)
        {
            return Refuse<T>($"{what}: {exception.Message.TrimEnd('.')}");
        }
    }

    private CheckTiming Timing(JsonElement check, string what)
    {
        var timeout = Seconds(check, what, "timeout_seconds", 20);
        var interval = Seconds(check, what, "interval_seconds", 10);
        return new CheckTiming(
            Seconds(check, what, "delay_seconds", 15),
            interval < ShortestInterval ? ShortestInterval : interval,
            timeout == TimeSpan.Zero ? null : timeout);
    }

    private TimeSpan Seconds(JsonElement check, string what, string field, double standard)
    {
        var seconds = check.Double(field) ?? standard;
        if (double.IsNaN(seconds) || seconds < 0)
        {
            Refuse<string>($"{what}.{field} is {seconds}, which is not a time");
            return TimeSpan.Zero;
        }

        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }

    private CheckProbe? Probe(JsonElement check, string what, JsonElement? command) => check.Text("type") switch
    {
        "COMMAND" => command is { } given ? Command(given, what) : Refuse<CheckProbe>($"{what} is of type COMMAND and has no command"),
        "HTTP" => check.Message("http") is { } http ? Http(http, what) : Refuse<CheckProbe>($"{what} is of type HTTP and has no http"),
        "TCP" => check.Message("tcp") is { } tcp ? Tcp(tcp, what) : Refuse<CheckProbe>($"{what} is of type TCP and has no tcp"),
        null => Refuse<CheckProbe>($"{what} has no type; it can be COMMAND, HTTP or TCP"),
        var other => Refuse<CheckProbe>($"{what} is of type {other}; it can be COMMAND, HTTP or TCP"),
    };

    // A shell is the default (CommandInfo in mesos.proto). Without one the program is the value; whether the arguments begin with it again
    // is not the same in all of Mesos, nor in all frameworks (Marathon repeats it).
    private CheckProbe.Command? Command(JsonElement command, string what)
    {
        var value = command.Text("value");
        if (string.IsNullOrEmpty(value))
            return Refuse<CheckProbe.Command>($"{what}.command has no value");
        var arguments = command.Field("arguments") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(argument => argument.ValueKind == JsonValueKind.String ? argument.GetString()! : "").ToImmutableArray()
            : [];
        var environment = (command.Message("environment")?.Messages("variables") ?? [])
            .Where(variable => variable.Text("type") is null or "VALUE")
            .Select(variable => $"{variable.RequiredText("name")}={variable.Text("value")}")
            .ToImmutableArray();
        ImmutableArray<string> line = command.Field("shell") is not { ValueKind: JsonValueKind.False }
            ? ["/bin/sh", "-c", value]
            : arguments is [var first, ..] && first == value ? arguments : [value, .. arguments];
        return new CheckProbe.Command(line, environment);
    }

    private CheckProbe.Http? Http(JsonElement http, string what)
    {
        var scheme = http.Text("scheme") ?? "http";
        var path = http.Text("path") ?? "";
        if (scheme is not ("http" or "https"))
            return Refuse<CheckProbe.Http>($"{what}.http.scheme is '{scheme}'; it can be http or https");
        if (path.Length > 0 && path[0] != '/')
            return Refuse<CheckProbe.Http>($"{what}.http.path is '{path}'; it must begin with a slash");
        var statuses = http.Field("statuses") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(status => status.TryGetInt32(out var number) ? number : 0).ToImmutableArray()
            : [];
        return Port(http, $"{what}.http") is { } port ? new CheckProbe.Http(scheme, port, path, IsIPv6(http), statuses) : null;
    }

    private CheckProbe.Tcp? Tcp(JsonElement tcp, string what) => Port(tcp, $"{what}.tcp") is { } port ? new CheckProbe.Tcp(port, IsIPv6(tcp)) : null;

    private int? Port(JsonElement message, string what)
    {
        if (message.Integer("port") is { } port and >= 1 and <= ushort.MaxValue)
            return (int)port;
        Refuse<string>($"{what}.port is {message.Integer("port")?.ToString() ?? "missing"}; it can be 1 to 65535");
        return null;
    }

    private static bool IsIPv6(JsonElement message) => message.Text("protocol") == "IPv6";

    private T? Refuse<T>(string problem)
        where T : class
    {
        _problems.Add(problem);
        return null;
    }
}
