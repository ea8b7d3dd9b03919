using ComposeExecutor.Docker;

namespace ComposeExecutor.Tests.Docker;

public sealed class ImagePlatformSpecs
{
    [Theory]
    [InlineData("linux/amd64", "linux/amd64")]
    [InlineData("amd64", "linux/amd64")]
    [InlineData("linux", "linux/amd64")]
    [InlineData("linux/x86_64", "linux/amd64")]
    [InlineData("linux/aarch64", "linux/arm64/v8")]
    [InlineData("linux/arm64", "linux/arm64")]
    [InlineData("linux/arm", "linux/arm/v7")]
    [InlineData("linux/armhf", "linux/arm/v7")]
    public void A_platform_fits_by_whichever_of_its_names_it_is_asked_for(string wanted, string image) =>
        Fits(image, wanted).ShouldBeTrue();

    [Theory]
    [InlineData("linux/arm64", "linux/amd64")]
    [InlineData("arm64", "linux/amd64")]
    [InlineData("windows", "linux/amd64")]
    [InlineData("linux/arm/v6", "linux/arm/v7")]
    public void Another_platform_does_not_fit(string wanted, string image) => Fits(image, wanted).ShouldBeFalse();

    [Fact]
    public void A_platform_is_written_as_in_a_file() => ImagePlatform.Parse("linux/arm/v7").ToString().ShouldBe("linux/arm/v7");

    private static bool Fits(string image, string wanted) => ImagePlatform.Parse(image).Fits(ImagePlatform.Parse(wanted));
}
