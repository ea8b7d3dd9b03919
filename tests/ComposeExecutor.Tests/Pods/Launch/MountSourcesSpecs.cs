using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Tests.Transform;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Pods.Launch;

public sealed class MountSourcesSpecs
{
    private const string Complaint = "Error response from daemon: invalid mount config for type \"bind\": bind source path does not exist: /srv/a$b";

    [Fact]
    public void A_missing_source_is_told_with_the_services_that_mount_it_and_what_to_do() =>
        Explain("""
            {"services":{
              "web":{"volumes":[{"type":"bind","source":"/srv/a$$b","target":"/data"},{"type":"volume","source":"/srv/a$$b","target":"/x"}]},
              "db":{"volumes":[{"type":"bind","source":"/srv/a$$b","target":"/store"}]},
              "other":{"volumes":[{"type":"bind","source":"/srv","target":"/data"}]}}}
            """).ShouldBe(
            $"{Complaint}. It is mounted at /store by service 'db', and mounted at /data by service 'web'. "
            + "Fetch it with the task or create it on the host, or let it be created empty with 'bind: { create_host_path: true }'.");

    [Fact]
    public void A_missing_secret_is_told_by_its_name() =>
        Explain("""{"services":{"web":{"secrets":[{"source":"key"}]}},"secrets":{"key":{"file":"/srv/a$$b"}}}""")
            .ShouldBe($"{Complaint}. It is the secret 'key' of service 'web'. Fetch it with the task or create it on the host.");

    [Fact]
    public void A_source_that_nobody_mounts_and_other_messages_stay_as_they_are()
    {
        Explain("""{"services":{"web":{}}}""").ShouldBe(Complaint);
        MountSources.Explain("no space left on device", new PodDraft(Pod.Model("{}"))).ShouldBe("no space left on device");
    }

    private static string Explain(string project) => MountSources.Explain(Complaint, new PodDraft(Pod.Model(project)));
}
