using ComposeExecutor.Transform;
using CsCheck;

namespace ComposeExecutor.Tests.Transform;

public sealed class ProjectNameSpecs
{
    private static readonly Gen<string> Valid =
        Gen.Select(Gen.Char["abcxyz019"], Gen.Char["abcxyz019_-"].Array[0, 62], (first, rest) => first + new string(rest));

    private static readonly Gen<string> TaskIds =
        Gen.OneOf(Gen.String, Gen.String.AlphaNumeric, Valid, Gen.Char["aA.-_ "].Array[0, 130].Select(text => new string(text)));

    [Theory]
    [InlineData("shop-1")]
    [InlineData("0_a")]
    [InlineData("a")]
    public void An_id_that_is_a_valid_name_is_the_name(string id) => ProjectName.For(id).ShouldBe(id);

    [Fact]
    public void Any_id_that_is_a_valid_name_is_kept() => Valid.Sample(id => ProjectName.For(id) == id);

    [Theory]
    [InlineData("shop.web.1", "shop-web-1-[0-9a-f]{8}")]
    [InlineData("Shop", "shop-[0-9a-f]{8}")]
    [InlineData("-shop-", "shop-[0-9a-f]{8}")]
    [InlineData("", "pod-[0-9a-f]{8}")]
    [InlineData("***", "pod-[0-9a-f]{8}")]
    [InlineData("é", "pod-[0-9a-f]{8}")]
    public void Any_other_id_stays_readable_and_gets_a_hash(string id, string pattern) => ProjectName.For(id).ShouldMatch($"^{pattern}$");

    [Fact]
    public void Every_name_is_one_that_Compose_and_DNS_accept() =>
        TaskIds.Sample(id =>
        {
            var name = ProjectName.For(id);
            return name.Length is >= 1 and <= ProjectName.MaximumLength
                && char.IsAsciiLetterOrDigit(name[0])
                && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_');
        });

    [Fact]
    public void Different_ids_have_different_names() =>
        Gen.Select(TaskIds, TaskIds).Sample((one, other) => (one == other) == (ProjectName.For(one) == ProjectName.For(other)));

    [Theory]
    [InlineData("shop.1", "shop-1")]
    [InlineData("shop.1", "Shop.1")]
    [InlineData("shop.1", "shop_1")]
    [InlineData("-a", "a")]
    public void Ids_that_look_alike_have_different_names(string one, string other) => ProjectName.For(one).ShouldNotBe(ProjectName.For(other));

    [Fact]
    public void Long_ids_that_differ_at_the_end_only_have_different_names() =>
        ProjectName.For(new string('a', 100) + "1").ShouldNotBe(ProjectName.For(new string('a', 100) + "2"));

    [Fact]
    public void The_name_of_an_id_never_changes_from_one_release_to_the_next()
    {
        ProjectName.For("shop.web.4711").ShouldBe("shop-web-4711-33386592");
        ProjectName.For(new string('x', 64)).ShouldBe("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-7ce10097");
    }
}
