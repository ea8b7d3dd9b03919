namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>At which point of a service's life commands are run inside of it.</summary>
public enum HookKind
{
    /// <summary><c>post_start</c>: after its start.</summary>
    PostStart,

    /// <summary><c>pre_stop</c>: before its stop signal.</summary>
    PreStop,
}
