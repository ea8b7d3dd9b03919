using ComposeExecutor.Pods.Launch.Images;

namespace ComposeExecutor.Tests.Pods.Launch.Images;

public sealed class ImageNameSpecs
{
    [Theory]
    [InlineData("busybox", "", "busybox")]
    [InlineData("team/web:1.0", "", "team/web")]
    [InlineData("localhost/web", "localhost", "web")]
    [InlineData("localhost:5000/team/web:1.0", "localhost:5000", "team/web")]
    [InlineData("registry.example.com/web@sha256:0123", "registry.example.com", "web")]
    [InlineData("registry.example.com/web:1@sha256:0123", "registry.example.com", "web")]
    public void A_reference_has_a_registry_and_a_path(string reference, string registry, string path) =>
        ImageName.Of(reference).ShouldBe(new ImageName(registry, path));

    [Theory]
    [InlineData("manifest for r.example:5000/a/web:1 not found: manifest unknown", new[] { "r.example:5000/a/web:1" })]
    [InlineData("Head \"http://other.example:5000/v2/b/db/manifests/2\": no basic auth credentials", new[] { "other.example:5000/b/db:2" })]
    [InlineData("Get \"http://r.example:5000/v2/\": dial tcp: connection refused", new[] { "r.example:5000/a/web:1" })]
    [InlineData("no space left on device", new[] { "r.example:5000/a/web:1", "other.example:5000/b/db:2" })]
    public void The_words_of_a_failure_tell_which_image_is_meant(string words, string[] meant) =>
        ImageName.MeantBy(["r.example:5000/a/web:1", "other.example:5000/b/db:2"], words).ShouldBe(meant);
}
