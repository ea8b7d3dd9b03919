using ComposeExecutor.Compose;

namespace ComposeExecutor.Tests.Compose;

public sealed class RegistryCredentialsSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("credentials-").FullName;

    private string Sandbox => Path.Combine(_root, "sandbox");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_file_in_the_sandbox_comes_before_all_others()
    {
        var brought = Write("sandbox/.docker/config.json");
        var configured = Write("etc/config.json");
        Write("given/config.json");

        RegistryCredentials.Find(Sandbox, isLocked: false, configured, Variables(("DOCKER_CONFIG", Path.Combine(_root, "given"))))
            .ShouldBe(new RegistryCredentials(brought, "in the sandbox"));
    }

    [Fact]
    public void Where_the_operator_has_locked_the_setting_the_configured_file_holds_and_that_is_told()
    {
        var brought = Write("sandbox/.docker/config.json");
        var configured = Write("etc/config.json");

        var found = RegistryCredentials.Find(Sandbox, isLocked: true, configured, Variables());

        found.File.ShouldBe(configured);
        found.PassedOver.ShouldBe($"{brought} is not used: the operator has locked docker.config");
        found.Describe().ShouldStartWith($"{brought} is not used: the operator has locked docker.config. The credentials are those of {configured}");
    }

    [Fact]
    public void A_lock_is_not_told_to_a_task_that_brings_nothing() =>
        RegistryCredentials.Find(Sandbox, isLocked: true, Write("etc/config.json"), Variables()).PassedOver.ShouldBeNull();

    [Fact]
    public void The_folder_may_be_configured_instead_of_the_file()
    {
        var configured = Write("etc/config.json");

        var found = RegistryCredentials.Find(Sandbox, isLocked: false, Path.Combine(_root, "etc"), Variables());

        found.File.ShouldBe(configured);
        found.ConfigFolder.ShouldBe(Path.Combine(_root, "etc"));
    }

    [Theory]
    [InlineData("missing/config.json")]
    [InlineData("missing")]
    public void A_configured_file_that_is_not_there_is_an_error_that_names_it(string name) =>
        Should.Throw<ComposeException>(() => RegistryCredentials.Find(Sandbox, isLocked: false, Path.Combine(_root, name), Variables()))
            .Message.ShouldContain($"docker.config names {Path.Combine(_root, name)}");

    [Fact]
    public void Compose_reads_no_file_of_another_name()
    {
        var configured = Write("etc/registry.json");

        Should.Throw<ComposeException>(() => RegistryCredentials.Find(Sandbox, isLocked: false, configured, Variables())).Message.ShouldContain("config.json only");
    }

    [Fact]
    public void Otherwise_they_are_where_the_client_of_docker_looks()
    {
        var own = Write("home/.docker/config.json");
        var given = Write("given/config.json");
        var home = ("HOME", Path.Combine(_root, "home"));

        RegistryCredentials.Find(Sandbox, isLocked: false, null, Variables(home)).ShouldBe(new RegistryCredentials(own, "HOME"));
        RegistryCredentials.Find(Sandbox, isLocked: false, null, Variables(home, ("DOCKER_CONFIG", Path.Combine(_root, "given")))).ShouldBe(new RegistryCredentials(given, "DOCKER_CONFIG"));
        RegistryCredentials.Find(Sandbox, isLocked: false, null, Variables(home, ("DOCKER_CONFIG", Path.Combine(_root, "empty")))).ShouldBe(RegistryCredentials.None);
        RegistryCredentials.Find(Sandbox, isLocked: false, null, Variables()).ShouldBe(RegistryCredentials.None);
    }

    [Fact]
    public void A_link_in_the_sandbox_is_not_followed()
    {
        var secret = Write("root/.docker/config.json");
        Directory.CreateDirectory(Path.Combine(Sandbox, ".docker"));
        File.CreateSymbolicLink(Path.Combine(Sandbox, ".docker", "config.json"), secret);
        var linked = RegistryCredentials.Find(Sandbox, isLocked: false, null, Variables());
        linked.File.ShouldBeNull();
        linked.PassedOver.ShouldNotBeNull().ShouldContain("symbolic link");

        Directory.Delete(Path.Combine(Sandbox, ".docker"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(Sandbox, ".docker"), Path.Combine(_root, "root", ".docker"));
        RegistryCredentials.Find(Sandbox, isLocked: false, null, Variables()).File.ShouldBeNull();
    }

    [Fact]
    public void A_description_names_registries_and_no_secret()
    {
        var file = Write("etc/config.json", """
            {"auths":{"b.example":{"auth":"dTpwYXNz","password":"pass"}},"credHelpers":{"a.example":"ecr-login"},"credsStore":"vault"}
            """);

        new RegistryCredentials(file, "docker.config").Describe().ShouldBe(
            $"The credentials are those of {file} (docker.config), which has some for a.example, b.example, and asks the helper 'vault' for all");
    }

    [Theory]
    [InlineData("{}", "which has some for no registry")]
    [InlineData("[]", "which has some for no registry")]
    [InlineData("""{"auths":[]}""", "which has some for no registry")]
    [InlineData("user:pass", "cannot be read (it is not JSON)")]
    public void A_file_of_another_shape_is_described_too(string text, string description)
    {
        var described = new RegistryCredentials(Write("etc/config.json", text), "docker.config").Describe();

        described.ShouldContain(description);
        described.ShouldNotContain("pass");
    }

    [Fact]
    public void That_there_are_none_is_told_with_where_they_could_be() =>
        RegistryCredentials.None.Describe().ShouldContain(".docker/config.json in the sandbox");

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;

    private string Write(string name, string text = "{}")
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
