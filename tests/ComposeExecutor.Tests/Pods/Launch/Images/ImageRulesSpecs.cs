using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Pods.Launch.Images;

namespace ComposeExecutor.Tests.Pods.Launch.Images;

public sealed class ImageRulesSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImageRules Plain = new(MayBuild: false, SkipPull: false);
    private static readonly ImageRules Building = new(MayBuild: true, SkipPull: false);

    [Theory]
    [InlineData("", true, "None")]
    [InlineData("", false, "Pull")]
    [InlineData("missing", true, "None")]
    [InlineData("if_not_present", true, "None")]
    [InlineData("if_not_present", false, "Pull")]
    [InlineData("always", true, "Pull")]
    [InlineData("always", false, "Pull")]
    [InlineData("never", true, "None")]
    [InlineData("daily", false, "Pull")]
    public void A_policy_decides_by_whether_the_image_is_there(string policy, bool present, string need) =>
        Decide(Plain, Service($$"""{"image":"a:1","pull_policy":"{{policy}}"}"""), present ? Image() : null).ShouldBe(Enum.Parse<ImageNeed>(need));

    [Theory]
    [InlineData("daily", 23, "None")]
    [InlineData("daily", 25, "Pull")]
    [InlineData("weekly", 167, "None")]
    [InlineData("weekly", 169, "Pull")]
    [InlineData("every_2h30m", 2, "None")]
    [InlineData("every_2h30m", 3, "Pull")]
    public void An_image_is_pulled_again_when_its_last_pull_is_too_long_ago(string policy, int hours, string need) =>
        Decide(Plain, Service($$"""{"image":"a:1","pull_policy":"{{policy}}"}"""), Image(tagged: Now.AddHours(-hours))).ShouldBe(Enum.Parse<ImageNeed>(need));

    [Fact]
    public void An_image_of_unknown_age_is_too_old() =>
        Decide(Plain, Service("""{"image":"a:1","pull_policy":"weekly"}"""), Image()).ShouldBe(ImageNeed.Pull);

    [Theory]
    [InlineData("always")]
    [InlineData("daily")]
    public void With_skippull_what_is_there_is_used(string policy)
    {
        var service = Service($$"""{"image":"a:1","pull_policy":"{{policy}}"}""");

        Decide(Plain with { SkipPull = true }, service, Image()).ShouldBe(ImageNeed.None);
        Decide(Plain with { SkipPull = true }, service, null).ShouldBe(ImageNeed.Pull);
    }

    [Fact]
    public void An_image_for_another_platform_counts_as_none()
    {
        var service = Service("""{"image":"a:1","platform":"linux/arm64"}""");

        Decide(Plain, service, Image("amd64")).ShouldBe(ImageNeed.Pull);
        Decide(Plain, service, Image("arm64")).ShouldBe(ImageNeed.None);
    }

    [Fact]
    public void An_image_that_is_never_pulled_and_not_there_is_an_error() =>
        Should.Throw<LaunchException>(() => Decide(Plain, Service("""{"image":"a:1","pull_policy":"never"}"""), null))
            .Message.ShouldBe("Image a:1 of service 'web' is not on this host, and its pull_policy is 'never'. Put it on the host, or change the policy.");

    [Fact]
    public void An_image_that_is_never_pulled_and_there_for_another_platform_is_an_error_that_says_so() =>
        Should.Throw<LaunchException>(() => Decide(Plain, Service("""{"image":"a:1","pull_policy":"never","platform":"linux/arm64"}"""), Image("amd64")))
            .Message.ShouldContain("is on this host for linux/amd64 only, not for linux/arm64");

    [Theory]
    [InlineData("""{"image":"a:1","build":{}}""", true, "None")]
    [InlineData("""{"image":"a:1","build":{}}""", false, "PullOrBuild")]
    [InlineData("""{"image":"a:1","build":{},"pull_policy":"always"}""", true, "PullOrBuild")]
    [InlineData("""{"image":"a:1","build":{},"pull_policy":"never"}""", false, "Build")]
    [InlineData("""{"image":"a:1","build":{},"pull_policy":"build"}""", true, "Build")]
    public void Where_images_may_be_built_a_build_section_stands_in_for_the_registry(string fields, bool present, string need) =>
        Decide(Building, Service(fields), present ? Image() : null).ShouldBe(Enum.Parse<ImageNeed>(need));

    [Fact]
    public void The_pods_own_image_is_built_even_where_one_of_its_name_is_there() =>
        Building.Decide(Service("""{"image":"pod-web","build":{}}"""), isOwn: true, isBuildable: true, Image(), Now).ShouldBe(ImageNeed.Build);

    [Fact]
    public void An_image_that_another_service_builds_is_built_for_both() =>
        Building.Decide(Service("""{"image":"a:1"}"""), isOwn: false, isBuildable: true, null, Now).ShouldBe(ImageNeed.PullOrBuild);

    [Fact]
    public void Where_images_may_not_be_built_one_with_a_name_is_pulled() =>
        Decide(Plain, Service("""{"image":"a:1","build":{}}"""), null).ShouldBe(ImageNeed.Pull);

    [Theory]
    [InlineData("""{"image":"pod-web","build":{}}""", true, "names no image, but how to build one")]
    [InlineData("""{"image":"a:1","build":{},"pull_policy":"build"}""", false, "has pull_policy 'build'")]
    public void Where_images_may_not_be_built_what_only_a_build_can_give_is_refused_with_both_ways_out(string fields, bool isOwn, string what)
    {
        var message = Should.Throw<LaunchException>(() => Plain.Require(Service(fields), isOwn)).Message;

        message.ShouldStartWith("Service 'web' ");
        message.ShouldContain(what);
        message.ShouldContain("Push its image");
        message.ShouldContain("set pod.build to true");
        Should.NotThrow(() => Building.Require(Service(fields), isOwn));
    }

    [Fact]
    public void A_service_without_image_and_build_is_refused() =>
        Should.Throw<LaunchException>(() => Building.Require(Service("{}"), isOwn: false)).Message.ShouldContain("'web' names no image");

    [Fact]
    public void A_policy_that_nobody_knows_is_refused() =>
        Should.Throw<LaunchException>(() => Plain.Require(Service("""{"image":"a:1","pull_policy":"hourly"}"""), isOwn: false)).Message.ShouldContain("'hourly'");

    private static ImageNeed Decide(ImageRules rules, ComposeService service, ImageSnapshot? found) =>
        rules.Decide(service, isOwn: false, service.HasBuild, found, Now);

    private static ComposeService Service(string fields) => new("web", JsonNode.Parse(fields)!.AsObject());

    private static ImageSnapshot Image(string architecture = "amd64", DateTimeOffset? tagged = null) =>
        new() { Platform = ImagePlatform.Of("linux", architecture, ""), LastTagged = tagged };
}
