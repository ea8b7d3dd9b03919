namespace ComposeExecutor.Mesos;

/// <summary>One label of a task or an update (<c>Label</c> in <c>mesos.proto</c>). Keys may repeat.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value; empty where the label has none.</param>
public sealed record Label(string Key, string Value);
