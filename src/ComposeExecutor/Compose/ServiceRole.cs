namespace ComposeExecutor.Compose;

/// <summary>What a service is in its pod (<c>x-pod: { role: … }</c>).</summary>
public enum ServiceRole
{
    /// <summary>What the pod is there for: it ends when these have ended.</summary>
    Main,

    /// <summary>Helps the main services: started before them, stopped after them, and never what keeps the pod alive.</summary>
    Sidecar,

    /// <summary>Prepares something: it has to end with exit code 0 before the main services start.</summary>
    Init,
}
