using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ComposeExecutor.Configuration.Layers;

namespace ComposeExecutor.Configuration.Values;

/// <summary>The kinds of values that keys take.</summary>
internal static class ValueKinds
{
    private const string DurationForms = "such as 500s, 5m, 1h30m, 250ms or 15mins (a bare number is seconds)";

    // Timers of the runtime end at 49 days.
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(30);

    /// <summary>true or false, in the spellings of YAML 1.1 that people use.</summary>
    public static ValueKind<bool> Boolean { get; } = ValueKind<bool>.Scalar(
        "one of true, false, yes, no, on, off, 1, 0",
        (string text, out bool value) =>
        {
            value = text.ToUpperInvariant() is "TRUE" or "YES" or "ON" or "1";
            return value || text.ToUpperInvariant() is "FALSE" or "NO" or "OFF" or "0";
        });

    /// <summary>A duration of 0 or more.</summary>
    public static ValueKind<TimeSpan> Duration { get; } = ValueKind<TimeSpan>.Scalar(
        $"a duration from 0 to 30 days {DurationForms}",
        TryParseDuration);

    /// <summary>A duration of more than 0.</summary>
    public static ValueKind<TimeSpan> PositiveDuration { get; } = ValueKind<TimeSpan>.Scalar(
        $"a duration of more than 0 and at most 30 days {DurationForms}",
        (string text, out TimeSpan value) => TryParseDuration(text, out value) && value > TimeSpan.Zero);

    /// <summary>A duration of 0 or more, or empty.</summary>
    public static ValueKind<TimeSpan?> OptionalDuration { get; } = ValueKind<TimeSpan?>.Scalar(
        $"empty, or a duration from 0 to 30 days {DurationForms}",
        (string text, out TimeSpan? value) =>
        {
            value = TryParseDuration(text, out var duration) ? duration : null;
            return value is not null || text.Length == 0;
        });

    /// <summary>The absolute path of a file, or empty.</summary>
    public static ValueKind<string?> OptionalPath { get; } = ValueKind<string?>.Scalar(
        "empty, or an absolute path",
        (string text, out string? value) =>
        {
            value = text.Length == 0 ? null : text;
            return value is null || (Path.IsPathRooted(text) && !text.Any(char.IsControl));
        });

    /// <summary>The name of a service, or empty.</summary>
    public static ValueKind<string?> OptionalName { get; } = ValueKind<string?>.Scalar(
        "empty, or a name of letters, digits, '.', '_' and '-'",
        (string text, out string? value) =>
        {
            value = text.Length == 0 ? null : text;
            return text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
        });

    /// <summary>The address of a Docker Engine, or empty.</summary>
    public static ValueKind<Uri?> EngineAddress { get; } = ValueKind<Uri?>.Scalar(
        "empty, or an engine's address such as unix:///var/run/docker.sock or tcp://10.0.0.1:2376",
        (string text, out Uri? value) =>
        {
            value = null;
            return text.Length == 0
                || (Uri.TryCreate(text, UriKind.Absolute, out value)
                    && value.Scheme is "unix" or "tcp" or "http" or "https"
                    && (value.Scheme == "unix" ? value.AbsolutePath.Length > 1 : value.Host.Length > 0));
        });

    /// <summary>The cgroup a pod is put under.</summary>
    public static ValueKind<CgroupParent> CgroupParent { get; } = ValueKind<CgroupParent>.Scalar(
        "auto, none, an absolute cgroup path such as /pods, or a slice such as pods.slice",
        TryParseCgroupParent);

    /// <summary>Namespaces that services share.</summary>
    public static ValueKind<PodNamespaces> Namespaces { get; } = ValueKind<PodNamespaces>.Scalar(
        "one or more of net, ipc and pid, separated by commas, or none",
        (string text, out PodNamespaces value) =>
        {
            value = PodNamespaces.None;
            if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
                return true;
            var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var name in names)
            {
                PodNamespaces? one = name.ToUpperInvariant() switch
                {
                    "NET" => PodNamespaces.Net,
                    "IPC" => PodNamespaces.Ipc,
                    "PID" => PodNamespaces.Pid,
                    _ => null,
                };
                if (one is null)
                    return false;
                value |= one.Value;
            }

            return names.Length > 0;
        });

    /// <summary>An IPv4 network, or none.</summary>
    public static ValueKind<IPNetwork?> OptionalSubnet { get; } = ValueKind<IPNetwork?>.Scalar(
        "none, or an IPv4 network of at least 16 addresses such as 198.18.0.0/15",
        (string text, out IPNetwork? value) =>
        {
            value = null;
            if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
                return true;
            if (!IPNetwork.TryParse(text, out var network) || network.BaseAddress.AddressFamily != AddressFamily.InterNetwork || network.PrefixLength is < 1 or > 28)
                return false;
            value = network;
            return true;
        });

    /// <summary>Names of profiles, or none.</summary>
    public static ValueKind<ImmutableArray<string>> Profiles { get; } = new(
        "a list of profile names such as debug,metrics, or * for all of them",
        (ConfigurationValue source, out ImmutableArray<string> value) =>
        {
            value = source.ToList();
            return !source.IsNested && value.All(name => name == "*" || IsProfile(name));
        });

    /// <summary>Names of services, or none.</summary>
    public static ValueKind<ImmutableArray<string>> Services { get; } = new(
        "a list of services' names such as proxy,logs",
        (ConfigurationValue source, out ImmutableArray<string> value) =>
        {
            value = source.ToList();
            return !source.IsNested;
        });

    /// <summary>A whole number within limits, both included.</summary>
    public static ValueKind<int> Count(int least, int most) => ValueKind<int>.Scalar(
        $"a whole number from {least} to {most}",
        (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    /// <summary>A size of at least so many bytes.</summary>
    public static ValueKind<long> Size(long least) => ValueKind<long>.Scalar(
        $"a size of at least {least} bytes such as 10m, 10MB, 1GiB or a number of bytes",
        (string text, out long value) => ByteSize.TryParse(text, out value) && value >= least);

    /// <summary>One of a few names, in either case.</summary>
    public static ValueKind<T> Choice<T>(params (string Name, T Value)[] choices) => ValueKind<T>.Scalar(
        $"one of {string.Join(", ", choices.Select(choice => choice.Name))}",
        (string text, [MaybeNullWhen(false)] out T value) =>
        {
            foreach (var choice in choices)
            {
                if (!choice.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
                    continue;
                value = choice.Value;
                return true;
            }

            value = default;
            return false;
        }) with
    { Choices = [.. choices.Select(choice => choice.Name)] };

    // As the schema of Compose has it (compose-spec.json, "profiles").
    private static bool IsProfile(string name) =>
        char.IsAsciiLetterOrDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || "_.-".Contains(character, StringComparison.Ordinal));

    private static bool TryParseDuration(string text, out TimeSpan value) =>
        Values.Duration.TryParse(text, out value) && value <= LongestDuration;

    private static bool TryParseCgroupParent(string text, [NotNullWhen(true)] out CgroupParent? value)
    {
        value = text.ToUpperInvariant() switch
        {
            "AUTO" => Configuration.CgroupParent.Auto,
            "NONE" => Configuration.CgroupParent.None,
            _ when IsCgroupPath(text) || IsSlice(text) => Configuration.CgroupParent.At(text),
            _ => null,
        };
        return value is not null;
    }

    private static bool IsCgroupPath(string text) =>
        text.Length > 1 && text[0] == '/' && !text.Any(char.IsControl) && text.Split('/').All(part => part is not (".." or "."));

    private static bool IsSlice(string text) =>
        text.EndsWith(".slice", StringComparison.Ordinal) && text.Length > ".slice".Length
        && !text.Contains('/') && !text.Any(char.IsControl);
}
