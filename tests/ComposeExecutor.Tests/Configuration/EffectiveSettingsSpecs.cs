using ComposeExecutor.Configuration;
using ComposeExecutor.Configuration.Keys;

namespace ComposeExecutor.Tests.Configuration;

public sealed class EffectiveSettingsSpecs : IDisposable
{
    private readonly ConfigurationFixture configuration = new();

    [Fact]
    public void Every_key_is_told_in_the_order_of_the_documentation() =>
        configuration.Load().Effective.Select(setting => setting.Key).ShouldBe(SettingKeys.All.Select(key => key.Name));

    [Fact]
    public void What_nobody_set_comes_from_its_default() =>
        Find("pod.network").ShouldBe(new EffectiveSetting("pod.network", "auto", "default", Locked: false));

    [Fact]
    public void What_a_file_set_is_told_with_its_line_and_whether_it_is_locked()
    {
        configuration.Operator("locked: [pod.network]\npod:\n  network: shared\n");

        var network = Find("pod.network");

        network.Value.ShouldBe("shared");
        network.Origin.ShouldEndWith(":3");
        network.Locked.ShouldBeTrue();
    }

    [Fact]
    public void What_a_label_set_is_told_with_the_labels_name()
    {
        configuration.Label("config.pod.stopgrace", "5s");

        Find("pod.stopgrace").ShouldBe(new EffectiveSetting("pod.stopgrace", "5s", "label config.pod.stopgrace", Locked: false));
    }

    [Fact]
    public void A_password_in_an_address_is_masked()
    {
        configuration.Operator("docker: { host: \"tcp://me:secret@10.0.0.1:2376\" }");

        Find("docker.host").Value.ShouldBe("tcp://***@10.0.0.1:2376");
    }

    public void Dispose() => configuration.Dispose();

    private EffectiveSetting Find(string key) => configuration.Load().Effective.Single(setting => setting.Key == key);
}
