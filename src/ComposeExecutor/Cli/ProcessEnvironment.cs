using System.Collections;
using System.Collections.Immutable;

namespace ComposeExecutor.Cli;

/// <summary>This process's environment.</summary>
internal static class ProcessEnvironment
{
    /// <summary>The variable with the agent's token.</summary>
    public const string Token = "MESOS_EXECUTOR_AUTHENTICATION_TOKEN";

    /// <summary>All variables.</summary>
    public static ImmutableDictionary<string, string> Read() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToImmutableDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    /// <summary>Takes the agent's token out of the environment, so that no child inherits it (Mesos' own executors do the same).</summary>
    public static void ForgetToken() => Environment.SetEnvironmentVariable(Token, null);
}
