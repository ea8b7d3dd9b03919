namespace AgentEmulator.Tests;

public static class Deadlines
{
    /// <summary>Far more than anything takes: it only passes when something is wrong.</summary>
    public static readonly TimeSpan Generous = TimeSpan.FromSeconds(20);
}
