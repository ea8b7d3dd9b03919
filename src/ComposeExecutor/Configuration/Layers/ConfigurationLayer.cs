namespace ComposeExecutor.Configuration.Layers;

/// <summary>The values of one layer. Keys are compared without regard to case, as dce-go does.</summary>
/// <param name="Kind">Which layer it is.</param>
internal sealed record ConfigurationLayer(LayerKind Kind)
{
    /// <summary>The values by full key.</summary>
    public Dictionary<string, ConfigurationValue> Values { get; } = new(StringComparer.OrdinalIgnoreCase);
}
