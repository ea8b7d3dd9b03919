using System.Text.Json;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Reaping;

public sealed class InspectionSpecs : PodTest
{
    private const int Sigusr1 = 10;
    private const int Sigquit = 3;

    [Fact]
    public async Task SIGQUIT_writes_the_state_of_the_pod_to_the_sandbox_and_the_pod_goes_on()
    {
        await LaunchAsync(Idle);
        await UntilAsync("TASK_RUNNING");

        Executor.Signal(Sigquit);

        await UntilWrittenAsync("compose-executor.log", "wrote the state of all pods");
        var state = JsonDocument.Parse(Read("compose-executor.state.json")).RootElement;
        state.GetProperty("agentConnection").GetString().ShouldBe("Subscribed");
        var pod = state.GetProperty("pods")[0];
        pod.GetProperty("taskId").GetString().ShouldBe(TaskId);
        pod.GetProperty("phase").GetString().ShouldBe("Running");
        pod.GetProperty("services").GetProperty("web").GetProperty("phase").GetString().ShouldBe("Running");
        pod.GetProperty("services").GetProperty("web").GetProperty("restarts").GetInt32().ShouldBe(0);
        pod.GetProperty("lastEvents").GetArrayLength().ShouldBeGreaterThan(0);
        await KillAsync();
    }

    [Fact]
    public async Task SIGUSR1_toggles_debug_messages()
    {
        await LaunchAsync(Idle);
        await UntilAsync("TASK_RUNNING");
        Read("compose-executor.log").ShouldNotContain(" debug ");

        Executor.Signal(Sigusr1);
        await UntilWrittenAsync("compose-executor.log", "writing messages of level Debug");
        await KillAsync();

        Read("compose-executor.log").ShouldContain(" debug ");
    }
}
