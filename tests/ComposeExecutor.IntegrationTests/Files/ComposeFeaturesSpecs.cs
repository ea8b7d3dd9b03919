using ComposeExecutor.IntegrationTests.Cli;

namespace ComposeExecutor.IntegrationTests.Files;

/// <summary>What Compose makes of its files arrives in the pod: <c>render</c> with the real Compose.</summary>
public sealed class ComposeFeaturesSpecs : CommandTest
{
    [Fact]
    public async Task Several_files_are_merged_in_their_order_and_may_reset_and_override_what_came_before()
    {
        Write("a.yml", "services: {web: {image: x, environment: {A: '1', B: '1'}, command: [a], dns: ['1.1.1.1'], cap_add: [SYS_TIME]}}");
        Write("b.yml", "services: {web: {environment: {B: '2'}, command: !reset null, dns: !override ['2.2.2.2'], cap_add: [NET_ADMIN]}}");

        var pod = await RenderedAsync("-f", "a.yml", "-f", "b.yml");

        pod.ShouldContain("A: \"1\"");
        pod.ShouldContain("B: \"2\"");
        pod.ShouldNotContain("- a\n");
        pod.ShouldNotContain("1.1.1.1");
        pod.ShouldContain("2.2.2.2");
        pod.ShouldContain("- SYS_TIME");
        pod.ShouldContain("- NET_ADMIN");
    }

    [Fact]
    public async Task Services_may_extend_others_and_files_include_files_each_with_paths_of_its_own()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "base"));
        Directory.CreateDirectory(Path.Combine(Folder, "db"));
        Write("base/common.yml", "services: {common: {image: x, environment: {FROM: base}, volumes: ['./data:/data']}}");
        Write("db/compose.yml", "services: {db: {image: 'db:${TAG}', volumes: ['./store:/store']}}");
        Write("db/.env", "TAG=17");
        Write("compose.yaml", "include: [db/compose.yml]\nservices: {web: {extends: {file: base/common.yml, service: common}, depends_on: [db]}}");

        var pod = await RenderedAsync();

        pod.ShouldContain("FROM: base");
        pod.ShouldContain($"source: {Folder}/base/data");
        pod.ShouldContain("image: \"db:17\"");
        pod.ShouldContain($"source: {Folder}/db/store");
    }

    [Fact]
    public async Task Anchors_extension_fields_and_merge_keys_are_understood_and_top_level_extensions_kept()
    {
        Write("compose.yaml", """
            x-common: &common
              environment: { SHARED: "yes" }
              logging: { driver: local }
            services:
              web: { <<: *common, image: x, x-note: kept by nobody }
              api: { <<: *common, image: y }
            """);

        var pod = await RenderedAsync();

        pod.Split("SHARED: \"yes\"").Length.ShouldBe(4);
        pod.ShouldContain("x-common:");
    }

    [Fact]
    public async Task A_file_may_be_JSON()
    {
        Write("pod.json", """{"services":{"web":{"image":"x","environment":["A=${B:-c}"]}}}""");

        (await RenderedAsync("-f", "pod.json")).ShouldContain("A: c");
    }

    [Fact]
    public async Task Variables_come_from_dot_env_and_from_the_task_which_wins()
    {
        Write(".env", "TAG=1\nNAME=file");
        Write("compose.yaml", "services: {web: {image: 'x:${TAG}', hostname: '${NAME}'}}");

        var pod = await RenderedAsync("-e", "NAME=task");

        pod.ShouldContain("image: \"x:1\"");
        pod.ShouldContain("hostname: task");
    }

    [Fact]
    public async Task Environment_files_are_read_and_only_those_that_are_required_must_be_there()
    {
        Write("app.env", "A=one\nB=${TAG}-two\nC='$$literal'");
        Write("compose.yaml", "services: {web: {image: x, environment: {A: own}, env_file: [app.env, {path: none.env, required: false}]}}");

        var pod = await RenderedAsync("-e", "TAG=t");

        pod.ShouldContain("A: own");
        pod.ShouldContain("B: t-two");
        pod.ShouldContain("C: $$$$literal");
        pod.ShouldNotContain("env_file");
    }

    [Fact]
    public async Task An_environment_file_that_is_missing_is_named()
    {
        Write("compose.yaml", "services: {web: {image: x, env_file: none.env}}");

        (await RefusalAsync()).ShouldContain($"{Folder}/none.env");
    }

    [Theory]
    [InlineData("", "plain")]
    [InlineData("-l config.pod.profiles=debug", "plain debug")]
    [InlineData("-l config.pod.profiles=debug,metrics", "plain debug metrics")]
    [InlineData("-l config.pod.profiles=*", "plain debug metrics")]
    [InlineData("-e COMPOSE_PROFILES=metrics", "plain metrics")]
    [InlineData("-e COMPOSE_PROFILES=metrics -l config.pod.profiles=debug", "plain debug")]
    public async Task Only_services_of_active_profiles_are_in_the_pod_and_they_need_no_profile_any_more(string arguments, string services)
    {
        Write("compose.yaml", "services: {plain: {image: x}, debug: {image: x, profiles: [debug]}, metrics: {image: x, profiles: [metrics, all]}}");

        var pod = await RenderedAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        string[] all = ["plain", "debug", "metrics"];
        all.Where(service => pod.Contains($"\n  {service}:\n", StringComparison.Ordinal)).ShouldBe(services.Split(' '));
        pod.ShouldNotContain("profiles:");
    }

    [Fact]
    public async Task Profiles_may_be_named_in_dot_env()
    {
        Write(".env", "COMPOSE_PROFILES=debug");
        Write("compose.yaml", "services: {plain: {image: x}, debug: {image: x, profiles: [debug]}}");

        (await RenderedAsync()).ShouldContain("\n  debug:\n");
    }

    [Fact]
    public async Task Without_a_name_the_files_are_those_that_Compose_finds()
    {
        foreach (var name in new[] { "compose.yml", "docker-compose.yml", "docker-compose.yaml", "compose.override.yaml", "docker-compose.override.yml" })
            Write(name, $"services: {{web: {{image: x, environment: {{\"{name}\": read}}}}}}");

        var pod = await RenderedAsync();

        pod.ShouldContain($"Made from {Folder}/compose.yml, {Folder}/compose.override.yaml by");
        pod.ShouldContain("compose.yml: read");
        pod.ShouldContain("compose.override.yaml: read");
        pod.ShouldNotContain("docker-compose.");
    }

    [Theory]
    [InlineData("environment")]
    [InlineData(".env")]
    public async Task COMPOSE_FILE_names_the_files_as_for_Compose(string place)
    {
        Write("a.yml", "services: {web: {image: x}}");
        Write("b.yml", "services: {db: {image: y}}");
        Write("compose.yaml", "services: {unused: {image: z}}");
        if (place == ".env")
            Write(".env", "COMPOSE_FILE=a.yml:b.yml");

        var pod = await RenderedAsync(place == ".env" ? [] : ["-e", "COMPOSE_FILE=a.yml:b.yml"]);

        pod.ShouldContain("\n  web:\n");
        pod.ShouldContain("\n  db:\n");
        pod.ShouldNotContain("unused");
    }

    [Fact]
    public async Task Without_any_file_it_is_said_what_was_looked_for()
    {
        var refusal = await RefusalAsync();

        refusal.ShouldContain($"none of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml is in {Folder}");
        refusal.ShouldContain("-f");
    }

    [Fact]
    public async Task A_folder_an_archive_or_a_label_with_the_text_can_be_rendered_too()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "app"));
        Write("app/docker-compose.yml", "services: {web: {image: from-folder}}");
        Packed.Zip(Path.Combine(Folder, "app.zip"), ("compose.yaml", "services: {web: {image: from-archive}}"));

        (await RenderedAsync("-f", "app")).ShouldContain("from-folder");
        (await RenderedAsync("-f", "app.zip")).ShouldContain("from-archive");
        (await RenderedAsync("-l", "compose=services: {web: {image: from-label, volumes: ['./x:/x']}}")).ShouldContain($"source: {Folder}/x");
    }

    [Fact]
    public async Task A_mistake_in_a_label_is_told_with_the_labels_name()
    {
        (await RefusalAsync("-l", "x.compose=services: {web: {imag: x}}")).ShouldContain("does not accept the text in label 'x.compose': ");
        (await RefusalAsync("-l", "x.compose=nonsense")).ShouldContain("The label 'x.compose' is neither the text of a compose file nor one in base64.");
    }

    private async Task<string> RenderedAsync(params string[] arguments)
    {
        var render = await RunAsync(["render", "--name", TaskId, .. arguments]);
        (await render.ExitCodeAsync()).ShouldBe(0, render.Error);
        return render.Output;
    }

    private async Task<string> RefusalAsync(params string[] arguments)
    {
        var render = await RunAsync(["render", "--name", TaskId, .. arguments]);
        (await render.ExitCodeAsync()).ShouldBe(2, render.Output);
        return render.Error;
    }
}
