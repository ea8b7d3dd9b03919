namespace ComposeExecutor.Configuration.Keys;

/// <summary>A key or section of dce-go without effect here.</summary>
/// <param name="Name">Its name in dce-go's files.</param>
/// <param name="Reason">Why it has none, or what to use in its place.</param>
internal sealed record PredecessorKey(string Name, string Reason);
