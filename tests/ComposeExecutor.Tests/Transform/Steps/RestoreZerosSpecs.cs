using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class RestoreZerosSpecs
{
    [Fact]
    public void A_limit_of_zero_that_Compose_has_left_out_is_written_out() =>
        new RestoreZeros().Apply(Pod.Services("""{"a":{"ulimits":{"core":{},"nofile":{"hard":5},"rtprio":{"soft":1,"hard":2},"nproc":65}},"b":{}}"""), Pod.Context)
            .Fields("a").ShouldBeJson("""{"ulimits":{"core":{"soft":0,"hard":0},"nofile":{"hard":5,"soft":0},"rtprio":{"soft":1,"hard":2},"nproc":65}}""");
}
