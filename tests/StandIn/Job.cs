using System.Globalization;

namespace StandIn;

/// <summary>A job that does something and ends.</summary>
internal static class Job
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Does the steps in their order.</summary>
    /// <param name="steps">Pairs of what to do and with what.</param>
    /// <returns>0, or what <c>exit</c> says, or 1 where a step cannot be done.</returns>
    public static async Task<int> RunAsync(string[] steps)
    {
        for (var i = 0; i + 1 < steps.Length; i += 2)
        {
            var subject = steps[i + 1];
            switch (steps[i])
            {
                case "exit":
                    return int.Parse(subject, CultureInfo.InvariantCulture);
                case "write":
                    await File.WriteAllTextAsync(subject, $"written by {Server.Name}\n");
                    break;
                case "read":
                    Console.Write(await File.ReadAllTextAsync(subject));
                    break;
                case "connect":
                    if (!await ConnectAsync(Endpoint.Parse("tcp:" + subject)!))
                        return 1;
                    break;
                default:
                    return Server.Refuse($"a job cannot '{steps[i]}'");
            }
        }

        return 0;
    }

    // As jobs in the wild do: try until the server is there.
    private static async Task<bool> ConnectAsync(Endpoint endpoint)
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = "";
        while (!patience.IsCancellationRequested)
        {
            answer = await Inquiry.WhoAsync(await Inquiry.ResolveAsync(endpoint.Host), endpoint);
            if (answer[0] != '!')
            {
                Console.WriteLine($"{endpoint} is {answer}");
                return true;
            }

            await Task.Delay(50, CancellationToken.None);
        }

        await Console.Error.WriteLineAsync($"{endpoint}: {answer}");
        return false;
    }
}
