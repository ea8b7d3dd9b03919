using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Reaping;

/// <summary>Another pod on the same host, under an executor and an agent of its own.</summary>
internal sealed class OtherPod : PodTest
{
    public string Id => TaskId;

    public async Task LaunchAsync(IReadOnlyDictionary<string, string> settings)
    {
        Write("compose.yml", Idle);
        await LaunchAsync(Task(), environment: settings);
        await UntilAsync("TASK_RUNNING");
    }

    public new Task KillAsync() => base.KillAsync();
}
