namespace ComposeExecutor.Pods.Reaping;

/// <summary>What a reaper is told when it is started.</summary>
/// <param name="Folder">The folder with the leases.</param>
/// <param name="Name">The name of its own container.</param>
/// <param name="Idle">How long it stays when there is no lease.</param>
internal sealed record ReaperOptions(string Folder, string Name, TimeSpan Idle);
