using System.Diagnostics;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>What services mount: it is there, the data goes where it should, and after the end exactly what should be left is left.</summary>
public sealed class VolumeSpecs : PodTest
{
    [Fact]
    public async Task Named_and_anonymous_volumes_are_the_pods_and_go_with_it()
    {
        await LaunchAsync($$"""
            services:
              writer:
                image: {{Engine.Busybox}}
                command: [sh, -c, "echo written > /data/file"]
                volumes: ["data:/data"]
              reader:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "cat /data/file; touch /data/x 2>&1; touch /scratch/x && echo scratched; exec sleep 1000"]
                depends_on: { writer: { condition: service_completed_successfully } }
                volumes: ["data:/data:ro", "/scratch"]
            volumes:
              data: { labels: { purpose: test } }
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("reader.stdout", "scratched");
        Read("reader.stdout").ShouldBe("written\ntouch: /data/x: Read-only file system\nscratched\n");
        var mounts = (await Engine.ContainerAsync(TaskId, "reader")).Mounts!;
        var data = await Engine.VolumeAsync(mounts.Single(mount => mount.Destination == "/data").Name!);
        data.ShouldNotBeNull().Labels.ShouldContainKeyAndValue("taskId", TaskId);
        data.Labels.ShouldContainKeyAndValue("purpose", "test");
        var anonymous = mounts.Single(mount => mount.Destination == "/scratch").Name!;

        await KillAsync();

        (await Engine.VolumeAsync(data.Name)).ShouldBeNull();
        (await Engine.VolumeAsync(anonymous)).ShouldBeNull();
    }

    [Fact]
    public async Task Named_volumes_stay_when_configured_and_nothing_else_does()
    {
        Write("config.yaml", "pod: { keepvolumes: true }");
        await LaunchAsync($$"""
            services:
              writer: { image: "{{Engine.Busybox}}", command: [sh, -c, "echo written > /data/file"], volumes: ["data:/data", "/scratch"] }
            volumes: { data: {} }
            """);
        await UntilAsync("TASK_FINISHED");
        await ExitCodeAsync();

        var left = (await Engine.LeftOfAsync(TaskId)).ShouldHaveSingleItem();
        left.ShouldStartWith("volume ");
        var volume = (await Engine.VolumeAsync(left["volume ".Length..])).ShouldNotBeNull();
        (await Engine.RunAsync($"{volume.Name}:/d", "cat /d/file")).ShouldBe("written\n");
        await Engine.RemoveVolumeAsync(volume.Name);
    }

    [Fact]
    public async Task A_volume_that_the_file_names_is_shared_with_other_pods_and_goes_with_the_last()
    {
        var name = $"shared-{Guid.NewGuid():N}";
        await using var first = new Other();
        var compose = $$"""
            services:
              web:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "echo $$WHO >> /data/file; cat /data/file; exec sleep 1000"]
                environment: { WHO: "${MESOS_TASK_ID}" }
                volumes: ["data:/data"]
            volumes: { data: { name: {{name}} } }
            """;
        await first.LaunchAsync(compose);
        await first.UntilWrittenAsync("web.stdout", first.TaskId);
        await LaunchAsync(compose);
        await UntilWrittenAsync("web.stdout", TaskId);
        Read("web.stdout").ShouldBe($"{first.TaskId}\n{TaskId}\n");

        await first.KillAsync();
        (await Engine.VolumeAsync(name)).ShouldNotBeNull("another pod uses it");
        first.Read("compose-executor.log").ShouldContain($"{name} of the volumes that the files name themselves stays");

        await KillAsync();
        (await Engine.VolumeAsync(name)).ShouldBeNull();
    }

    [Fact]
    public async Task A_network_that_the_file_names_is_shared_with_other_pods_and_goes_with_the_last()
    {
        var name = $"shared-{Guid.NewGuid():N}";
        await using var first = new Other();
        var compose = $$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
            networks: { default: { name: {{name}} } }
            """;
        await first.LaunchAsync(compose);
        await first.UntilAsync("TASK_RUNNING");
        await LaunchAsync(compose);
        await UntilAsync("TASK_RUNNING");

        await first.KillAsync();
        (await Engine.HasNetworkAsync(name)).ShouldBeTrue("another pod uses it");

        await KillAsync();
        (await Engine.HasNetworkAsync(name)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_volume_of_that_name_that_no_pod_has_made_stays_and_so_does_an_external_one()
    {
        var existing = $"existing-{Guid.NewGuid():N}";
        var external = $"external-{Guid.NewGuid():N}";
        await Engine.CreateVolumeAsync(existing);
        await Engine.CreateVolumeAsync(external);
        try
        {
            await LaunchAsync($$"""
                services:
                  web: { image: "{{Engine.Busybox}}", command: [sh, -c, "echo a > /a/file; echo b > /b/file"], volumes: ["mine:/a", "theirs:/b"] }
                volumes:
                  mine: { name: {{existing}} }
                  theirs: { name: {{external}}, external: true }
                """);
            await UntilAsync("TASK_FINISHED");
            await ExitCodeAsync();

            (await Engine.RunAsync($"{existing}:/d", "cat /d/file")).ShouldBe("a\n");
            (await Engine.RunAsync($"{external}:/d", "cat /d/file")).ShouldBe("b\n");
        }
        finally
        {
            await Engine.RemoveVolumeAsync(existing);
            await Engine.RemoveVolumeAsync(external);
        }
    }

    [Fact]
    public async Task An_external_volume_that_does_not_exist_is_told_by_its_name()
    {
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", volumes: ["theirs:/b"] }
            volumes: { theirs: { name: no-such-volume, external: true } }
            """);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("no-such-volume");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_options_of_a_driver_and_every_form_of_tmpfs_reach_the_mounts()
    {
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "for at in /ram /short /sized /long; do grep \" $$at tmpfs \" /proc/mounts; done; stat -c %a /long; echo done"]
                tmpfs: [/short, "/sized:size=2m"]
                volumes:
                  - ram:/ram
                  - { type: tmpfs, target: /long, tmpfs: { size: 3145728, mode: 0700 } }
            volumes:
              ram: { driver: local, driver_opts: { type: tmpfs, device: tmpfs, o: "size=1m" } }
            """);
        await UntilAsync("TASK_FINISHED");
        await ExitCodeAsync();

        var lines = Read("web.stdout").Split('\n');
        lines[0].ShouldContain("size=1024k");
        lines[1].ShouldContain("/short");
        lines[2].ShouldContain("size=2048k");
        lines[3].ShouldContain("size=3072k");
        lines[4].ShouldBe("700");
        lines[5].ShouldBe("done");
    }

    [Fact]
    public async Task Volumes_are_taken_from_a_service_from_a_named_container_of_the_pod_and_from_one_of_others()
    {
        var other = await Engine.CreateContainerAsync(new CreateContainerParameters
        {
            Image = Engine.Busybox,
            Name = $"volumes-{Guid.NewGuid():N}",
            HostConfig = new HostConfig { Mounts = [new Mount { Type = "volume", Target = "/elsewhere" }] },
        });
        try
        {
            await LaunchAsync($$"""
                services:
                  keeper:
                    image: {{Engine.Busybox}}
                    container_name: the-keeper
                    command: [sh, -c, "echo kept > /kept/file; echo shared > /shared/file; echo e > /elsewhere/file"]
                    volumes: ["/kept", "shared:/shared"]
                    volumes_from: ["container:{{other.Name}}"]
                  reader:
                    image: {{Engine.Busybox}}
                    command: [sh, -c, "cat /kept/file /shared/file"]
                    volumes_from: ["keeper:ro"]
                    depends_on: { keeper: { condition: service_completed_successfully } }
                  named:
                    image: {{Engine.Busybox}}
                    command: [sh, -c, "cat /kept/file /elsewhere/file"]
                    volumes_from: ["container:the-keeper"]
                    depends_on: { keeper: { condition: service_completed_successfully } }
                volumes: { shared: {} }
                """);
            await UntilAsync("TASK_FINISHED");
            (await ExitCodeAsync()).ShouldBe(0);

            Read("reader.stdout").ShouldBe("kept\nshared\n");
            Read("named.stdout").ShouldBe("kept\ne\n");
        }
        finally
        {
            await Engine.RemoveAsync(other.Id);
        }
    }

    [Fact]
    public async Task Of_a_volume_with_a_sub_path_only_that_part_is_mounted()
    {
        var name = $"parts-{Guid.NewGuid():N}";
        await Engine.CreateVolumeAsync(name);
        try
        {
            await Engine.RunAsync($"{name}:/d", "mkdir -p /d/part/inner /d/other && echo deep > /d/part/inner/file");
            await LaunchAsync($$"""
                services:
                  web:
                    image: {{Engine.Busybox}}
                    command: [sh, -c, "ls /part; cat /part/inner/file"]
                    volumes:
                      - { type: volume, source: parts, target: /part, volume: { subpath: part } }
                volumes: { parts: { name: {{name}}, external: true } }
                """);
            await UntilAsync("TASK_FINISHED");
            await ExitCodeAsync();

            Read("web.stdout").ShouldBe("inner\ndeep\n");
        }
        finally
        {
            await Engine.RemoveAllOfAsync(TaskId);
            await Engine.RemoveVolumeAsync(name);
        }
    }

    [Fact]
    public async Task What_the_host_mounts_below_a_bind_mount_arrives_where_its_propagation_says_so()
    {
        // Only below a shared mount is there anything to propagate.
        var folder = Directory.CreateDirectory(Path.Combine(Sandbox, "host")).FullName;
        await CommandAsync("mount", "-t", "tmpfs", "volume-specs", folder);
        try
        {
            await CommandAsync("mount", "--make-rshared", folder);
            Directory.CreateDirectory(Path.Combine(folder, "late"));
            await LaunchAsync($$"""
                services:
                  web:
                    image: {{Engine.Busybox}}
                    command: [sh, -c, "trap 'ls /follows/late /stays/late' USR1; echo ready; while :; do sleep 1 & wait $$!; done"]
                    volumes:
                      - { type: bind, source: ./host, target: /follows, read_only: true, bind: { propagation: rslave } }
                      - { type: bind, source: ./host, target: /stays, bind: { propagation: rprivate } }
                """);
            await UntilWrittenAsync("web.stdout", "ready");
            var web = await Engine.ContainerAsync(TaskId, "web");
            web.Mounts!.Single(mount => mount.Destination == "/follows").RW.ShouldBeFalse();

            await CommandAsync("mount", "-t", "tmpfs", "volume-specs", Path.Combine(folder, "late"));
            File.WriteAllText(Path.Combine(folder, "late", "arrived"), "");
            await Engine.KillAsync(web.ID, "SIGUSR1");

            await UntilWrittenAsync("web.stdout", "/stays/late:");
            Read("web.stdout").ShouldBe("ready\n/follows/late:\narrived\n\n/stays/late:\n");
            Agent.Kill(TaskId, TimeSpan.Zero);
            await UntilAsync("TASK_KILLED");
            await ExitCodeAsync();
        }
        finally
        {
            await Engine.RemoveAllOfAsync(TaskId);
            await CommandAsync("umount", "-R", folder);
        }
    }

    private static async Task CommandAsync(string program, params string[] arguments)
    {
        using var command = Process.Start(program, arguments);
        await command.WaitForExitAsync();
        command.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }

    // A second pod beside the first, with a sandbox and an agent of its own.
    private sealed class Other : PodTest
    {
        public new string TaskId => base.TaskId;

        public new Task LaunchAsync(string compose, params IReadOnlyList<int> ports) => base.LaunchAsync(compose, ports);

        public new Task<System.Text.Json.JsonElement> UntilAsync(string state) => base.UntilAsync(state);

        public new Task UntilWrittenAsync(string file, string text) => base.UntilWrittenAsync(file, text);

        public new Task KillAsync() => base.KillAsync();

        public new string Read(string name) => base.Read(name);
    }
}
