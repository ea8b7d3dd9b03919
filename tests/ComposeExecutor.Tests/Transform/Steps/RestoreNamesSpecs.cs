using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class RestoreNamesSpecs
{
    [Fact]
    public void Devices_that_Compose_prints_with_capitals_get_the_names_that_it_reads() =>
        Of("""{"weight":300,"weight_device":[{"Path":"/dev/sda","Weight":400}],"device_read_bps":[{"Path":"/dev/sdb","Rate":"1024"},{"Path":"/dev/sdc","Rate":"1"}]}""")
            .ShouldBeJson("""{"blkio_config":{"weight":300,"weight_device":[{"path":"/dev/sda","weight":400}],"device_read_bps":[{"path":"/dev/sdb","rate":"1024"},{"path":"/dev/sdc","rate":"1"}]}}""");

    [Fact]
    public void Names_as_they_are_read_and_fields_that_nobody_knows_stay_as_they_are() =>
        Of("""{"device_write_iops":[{"path":"/dev/sdb","rate":30,"Other":1}],"unknown":{"Path":"/x"}}""")
            .ShouldBeJson("""{"blkio_config":{"device_write_iops":[{"path":"/dev/sdb","rate":30,"Other":1}],"unknown":{"Path":"/x"}}}""");

    private static System.Text.Json.Nodes.JsonObject Of(string limits) =>
        new RestoreNames().Apply(Pod.Services($$$"""{"a":{"blkio_config":{{{limits}}}},"b":{}}"""), Pod.Context).Fields("a");
}
