namespace ComposeExecutor.Configuration.Layers;

/// <summary>The layers above the defaults, each overriding the ones before it.</summary>
internal enum LayerKind
{
    /// <summary>The operator's file, which is trusted and may lock keys.</summary>
    Operator,

    /// <summary>The task's own file in its sandbox.</summary>
    Sandbox,

    /// <summary>The executor's environment.</summary>
    Environment,

    /// <summary>The task's labels.</summary>
    Labels,
}
