namespace ComposeExecutor.Mesos;

/// <summary>The agent's stream is not RecordIO: nothing after this point can be told apart, so the subscription is over.</summary>
public sealed class RecordIoException(string message) : Exception(message);
