namespace ComposeExecutor.Compose;

/// <summary>After which ends a service is to run again.</summary>
public enum RestartCondition
{
    /// <summary>After none: <c>no</c>, <c>none</c>.</summary>
    Never,

    /// <summary>After one with another exit code than 0: <c>on-failure</c>.</summary>
    OnFailure,

    /// <summary>After every one: <c>always</c>, <c>unless-stopped</c>, <c>any</c>.</summary>
    Always,
}
