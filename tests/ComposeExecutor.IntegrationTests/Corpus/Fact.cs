namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>What is looked at; the value is what was seen.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">Which one.</param>
internal sealed record Fact(string Service, FactKind Kind, string Name = "")
{
    /// <summary>As a person would say it.</summary>
    public override string ToString() => Kind switch
    {
        FactKind.Answer => $"{Service} asks {Name}",
        FactKind.HostPort => $"host asks {Service}:{Name}",
        _ => $"{Service}: {Kind} {Name}".TrimEnd(),
    };
}
