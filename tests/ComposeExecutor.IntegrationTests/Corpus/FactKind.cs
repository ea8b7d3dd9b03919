namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>What is compared between Compose and a pod.</summary>
internal enum FactKind
{
    /// <summary>Whether the whole came up.</summary>
    Outcome,

    /// <summary>Whether a container runs, has ended with which code, or was never started.</summary>
    State,

    /// <summary>What the engine thinks of its health.</summary>
    Health,

    /// <summary>The name of its container.</summary>
    ContainerName,

    /// <summary>A variable of its environment.</summary>
    Environment,

    /// <summary>A label of its container.</summary>
    Label,

    /// <summary>A mount.</summary>
    Mount,

    /// <summary>Anything else with which the engine made the container.</summary>
    Setting,

    /// <summary>What a process in it sees.</summary>
    Inside,

    /// <summary>Who answers at a name and port, asked from it.</summary>
    Answer,

    /// <summary>Who answers at the published port of a container port, asked from the host.</summary>
    HostPort,

    /// <summary>Which port of the host that is.</summary>
    HostPortNumber,

    /// <summary>What it wrote.</summary>
    Output,
}
