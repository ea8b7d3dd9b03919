using ComposeExecutor.Configuration;

namespace ComposeExecutor.Tests.Configuration;

/// <summary>A folder with an operator's file and a sandbox, and what comes with a task.</summary>
public sealed class ConfigurationFixture : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("configuration-");
    private readonly Dictionary<string, string> environment = [];
    private readonly List<KeyValuePair<string, string>> labels = [];

    public ConfigurationFixture() => Directory.CreateDirectory(Sandbox);

    public string OperatorFile => Path.Combine(root.FullName, "etc.yaml");

    public string Sandbox => Path.Combine(root.FullName, "sandbox");

    public string SandboxFile => Path.Combine(Sandbox, "config.yaml");

    public ConfigurationFixture Operator(string yaml)
    {
        File.WriteAllText(OperatorFile, yaml);
        return this;
    }

    public ConfigurationFixture Task(string yaml)
    {
        File.WriteAllText(SandboxFile, yaml);
        return this;
    }

    public ConfigurationFixture Variable(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    public ConfigurationFixture Label(string name, string value)
    {
        labels.Add(new(name, value));
        return this;
    }

    public LoadedSettings Load() => SettingsLoader.Load(new ConfigurationSources
    {
        OperatorFile = OperatorFile,
        SandboxDirectory = Sandbox,
        Environment = environment,
        Labels = labels,
    });

    public Settings Settings() => Load().Settings;

    public IReadOnlyList<string> Problems() => Should.Throw<ConfigurationException>(Load).Problems;

    public void Dispose() => root.Delete(recursive: true);
}
