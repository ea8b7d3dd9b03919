using System.Collections.Immutable;
using System.Text;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods;
using ComposeExecutor.Pods.Output;
using Microsoft.Extensions.Logging.Abstractions;

namespace ComposeExecutor.Tests.Pods;

public sealed class ExecutorHostSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("host-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Credentials_in_the_sandbox_come_before_the_operators()
    {
        Write("etc/config.json");
        var brought = Write("sandbox/.docker/config.json");

        CredentialsWith($"docker: {{ config: {_root}/etc }}").ShouldBe(brought);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("docker.config")]
    public void Credentials_in_the_sandbox_do_not_count_where_the_operator_has_locked_them(string locked)
    {
        var configured = Write("etc/config.json");
        Write("sandbox/.docker/config.json");

        CredentialsWith($"docker: {{ config: {_root}/etc }}\nlocked: [{locked}]").ShouldBe(configured);
    }

    [Fact]
    public void A_lock_without_a_file_of_the_operators_leaves_a_task_without_credentials()
    {
        Write("sandbox/.docker/config.json");

        CredentialsWith("locked: [docker.config]").ShouldBeNull();
    }

    private string? CredentialsWith(string operatorFile)
    {
        var host = new ExecutorHost
        {
            ExecutorId = "e",
            Sandbox = Path.Combine(_root, "sandbox"),
            Environment = ImmutableDictionary<string, string>.Empty.Add("COMPOSE_EXECUTOR_COMPOSE_PATH", Write("docker-compose")),
            OperatorFile = Write("operator.yaml", operatorFile),
            Console = new ServiceConsole(Stream.Null),
            Log = NullLogger.Instance,
        };
        var info = TaskInfo.FromJson(Encoding.UTF8.GetBytes("""{"name":"t","task_id":{"value":"t"},"agent_id":{"value":"a"}}"""));
        var dependencies = host.DependenciesFor(host.TaskFor(info, null, isFirst: true), host.SettingsFor(info));
        using (dependencies.Engine)
            return dependencies.Credentials.File;
    }

    private string Write(string name, string text = "{}")
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
