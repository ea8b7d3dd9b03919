namespace ComposeExecutor.Pods.Health;

/// <summary>The checks of a task cannot be made. The message is for the person who must act.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class CheckException(string message) : Exception(message);
