using System.Globalization;
using System.Text;

namespace Chaos;

/// <summary>Compose files that differ in what pods differ in: how services depend on each other, how they end, and what belongs to them.</summary>
internal static class RandomPod
{
    /// <summary>Stands in the pod's secret, and must not be found anywhere after its end.</summary>
    public const string Secret = "the-secret-of-a-pod";

    private const string Image = "compose-executor/busybox:local";
    private const int MostServices = 4;

    /// <summary>A compose file.</summary>
    /// <param name="random">What decides.</param>
    public static string Next(Random random)
    {
        var text = new StringBuilder("services:\n");
        var count = random.Next(1, MostServices + 1);
        for (var number = 0; number < count; number++)
            AddService(text, random, number);
        text.Append("volumes: { data: {} }\nsecrets: { token: { environment: TOKEN } }\n");
        return text.ToString();
    }

    private static void AddService(StringBuilder text, Random random, int number)
    {
        text.Append(CultureInfo.InvariantCulture, $"  s{number}:\n    image: {Image}\n    command: [sh, -c, \"{Command(random)}\"]\n    stop_grace_period: 1s\n");
        if (random.Next(2) == 0)
            text.Append("    volumes: [\"data:/data\"]\n");
        if (random.Next(2) == 0)
            text.Append("    secrets: [token]\n");
        if (random.Next(3) == 0)
            text.Append(CultureInfo.InvariantCulture, $"    restart: {Restarts[random.Next(Restarts.Length)]}\n");
        var healthy = random.Next(3) == 0;
        if (healthy)
            text.Append("    healthcheck: { test: [CMD, \"true\"], interval: 200ms }\n");
        if (number > 0 && random.Next(2) == 0)
            text.Append(CultureInfo.InvariantCulture, $"    depends_on: [s{random.Next(number)}]\n");
    }

    private static readonly string[] Restarts = ["\"no\"", "always", "on-failure:2"];

    // Most serve until they are asked to end, some do not listen, some have something to do, some fail.
    private static string Command(Random random) => random.Next(8) switch
    {
        0 => "trap '' TERM; while :; do sleep 1; done",
        1 => FormattableString.Invariant($"sleep {random.Next(3)}"),
        2 => FormattableString.Invariant($"sleep 0.{random.Next(10)}; exit {random.Next(2)}"),
        3 => "trap 'exit 0' TERM; while :; do echo a line of output; sleep 0.1; done",
        _ => "trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done",
    };
}
