using ComposeExecutor.Compose.Archives;

namespace ComposeExecutor.Tests.Compose.Archives;

public sealed class ArchiveLinksSpecs
{
    [Theory]
    [InlineData("l", "file")]
    [InlineData("a/b/l", "../../file")]
    [InlineData("a/b/l", "../..")]
    [InlineData("a/l", "./x/../y")]
    [InlineData("a/l", "no/such/file")]
    public void A_link_may_lead_anywhere_inside(string path, string target) => Inside((path, target)).ShouldBeTrue();

    [Theory]
    [InlineData("l", "..")]
    [InlineData("l", "/etc/passwd")]
    [InlineData("a/b/l", "../../../x")]
    [InlineData("a/l", "x/../../../y")]
    public void A_link_may_not_lead_outside(string path, string target) => Inside((path, target)).ShouldBeFalse();

    [Fact]
    public void A_link_may_not_lead_outside_by_way_of_another() =>
        Inside(("out", "a/b/top/../x"), ("a/b/top", "../..")).ShouldBeFalse();

    [Fact]
    public void A_link_may_not_lead_to_one_that_leads_outside() => Inside(("first", "second"), ("second", "/")).ShouldBeFalse();

    [Fact]
    public void A_link_may_go_through_others_inside() => Inside(("a/l", "current/x"), ("a/current", "v2"), ("a/v2/x", "../../shared")).ShouldBeTrue();

    [Fact]
    public void Links_that_go_round_in_circles_are_refused() => Inside(("a", "b"), ("b", "a")).ShouldBeFalse();

    private static bool Inside(params (string Path, string Target)[] links) =>
        ArchiveLinks.StaysInside(links[0].Path, links.ToDictionary(link => link.Path, link => link.Target));
}
