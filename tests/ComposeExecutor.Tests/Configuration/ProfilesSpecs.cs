namespace ComposeExecutor.Tests.Configuration;

public sealed class ProfilesSpecs : IDisposable
{
    private readonly ConfigurationFixture _configuration = new();

    public void Dispose() => _configuration.Dispose();

    [Theory]
    [InlineData("debug", "debug")]
    [InlineData(" debug , front-end.v2,,", "debug front-end.v2")]
    [InlineData("*", "*")]
    [InlineData("", "")]
    public void A_label_names_them_separated_by_commas(string label, string profiles) =>
        string.Join(' ', _configuration.Label("config.pod.profiles", label).Settings().Pod.Profiles).ShouldBe(profiles);

    [Fact]
    public void A_file_may_list_them() =>
        _configuration.Task("pod: { profiles: [debug, metrics] }").Settings().Pod.Profiles.ShouldBe(["debug", "metrics"]);

    [Theory]
    [InlineData("-debug")]
    [InlineData("debug,two words")]
    [InlineData("--file=/etc/passwd")]
    public void What_cannot_be_a_profile_is_refused(string label) =>
        _configuration.Label("config.pod.profiles", label).Problems().ShouldHaveSingleItem().ShouldContain("is not a list of profile names");
}
