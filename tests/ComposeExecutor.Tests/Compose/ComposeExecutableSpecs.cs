using ComposeExecutor.Compose;

namespace ComposeExecutor.Tests.Compose;

public sealed class ComposeExecutableSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("executable-").FullName;
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_configured_path_is_taken()
    {
        var compose = Write("my-compose");
        _variables["DOCKER_CONFIG"] = Path.GetDirectoryName(Path.GetDirectoryName(Write("config/cli-plugins/docker-compose")))!;

        Find(compose).ShouldBe(compose);
    }

    [Fact]
    public void A_configured_path_that_does_not_exist_is_reported_and_nothing_else_tried()
    {
        _variables["DOCKER_CONFIG"] = Path.GetDirectoryName(Path.GetDirectoryName(Write("config/cli-plugins/docker-compose")))!;

        Failure("/nowhere/compose").ShouldStartWith("compose.path names /nowhere/compose, which does not exist. Install the Compose plugin, version 2.20");
    }

    [Fact]
    public void The_folder_of_the_Docker_client_comes_first()
    {
        var plugin = Write("config/cli-plugins/docker-compose");
        Write("home/.docker/cli-plugins/docker-compose");
        _variables["DOCKER_CONFIG"] = Path.Combine(_root, "config");
        _variables["HOME"] = Path.Combine(_root, "home");

        Find().ShouldBe(plugin);
    }

    [Fact]
    public void The_folder_in_the_home_is_next()
    {
        var plugin = Write("home/.docker/cli-plugins/docker-compose");
        _variables["HOME"] = Path.Combine(_root, "home");

        Find().ShouldBe(plugin);
    }

    [Fact]
    public void A_folder_of_that_name_is_not_the_plugin()
    {
        Directory.CreateDirectory(Path.Combine(_root, "config/cli-plugins/docker-compose"));
        _variables["DOCKER_CONFIG"] = Path.Combine(_root, "config");
        _variables["PATH"] = _root;

        FoundElsewhere().ShouldBeTrue();
    }

    [Theory]
    [InlineData("bin:.:/nowhere")]
    [InlineData(":")]
    [InlineData("")]
    public void A_PATH_of_any_form_is_searched(string path)
    {
        _variables["PATH"] = path;

        FoundElsewhere().ShouldBeTrue();
    }

    [Fact]
    public void A_configuration_folder_may_be_relative()
    {
        _variables["DOCKER_CONFIG"] = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(_root, "config"));
        var plugin = Write("config/cli-plugins/docker-compose");

        Find().ShouldBe(plugin);
    }

    [Fact]
    public void Further_folders_that_the_client_is_configured_with_come_first()
    {
        var plugin = Write("plugins/docker-compose");
        Write("config/cli-plugins/docker-compose");
        Write("config/config.json", $$"""{ "cliPluginsExtraDirs": ["{{_root}}/empty", "{{_root}}/plugins"], "credsStore": "vault" }""");
        _variables["DOCKER_CONFIG"] = Path.Combine(_root, "config");

        Find().ShouldBe(plugin);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{ "cliPluginsExtraDirs": "relative" }""")]
    public void A_configuration_of_another_shape_has_no_further_folders(string text)
    {
        var plugin = Write("config/cli-plugins/docker-compose");
        Write("config/config.json", text);
        _variables["DOCKER_CONFIG"] = Path.Combine(_root, "config");

        Find().ShouldBe(plugin);
    }

    [Fact]
    public void The_operators_folder_of_the_client_comes_before_the_environments_and_does_not_replace_it()
    {
        var plugin = Write("home/.docker/cli-plugins/docker-compose");
        Write("etc/config.json", "{}");
        _variables["HOME"] = Path.Combine(_root, "home");
        Find(dockerConfig: Path.Combine(_root, "etc", "config.json")).ShouldBe(plugin);

        var own = Write("etc/cli-plugins/docker-compose");
        Find(dockerConfig: Path.Combine(_root, "etc", "config.json")).ShouldBe(own);
        Find(dockerConfig: Path.Combine(_root, "etc")).ShouldBe(own);
    }

    private string Write(string path, string text = "")
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private string Find(string configured = "", string? dockerConfig = null) => ComposeExecutable.Find(configured, dockerConfig, _variables.GetValueOrDefault);

    // The host that runs the tests may have the plugin or not, but never in this test's own folder.
    private bool FoundElsewhere()
    {
        try
        {
            var found = Find();
            return Path.IsPathFullyQualified(found) && File.Exists(found) && !found.StartsWith(_root, StringComparison.Ordinal);
        }
        catch (ComposeException exception)
        {
            return exception is { Failure: ComposeFailure.ComposeUnavailable } && exception.Message.Contains("/usr/libexec/docker/cli-plugins", StringComparison.Ordinal);
        }
    }

    private string Failure(string configured)
    {
        var failure = Should.Throw<ComposeException>(() => Find(configured));
        failure.Failure.ShouldBe(ComposeFailure.ComposeUnavailable);
        return failure.Message;
    }
}
