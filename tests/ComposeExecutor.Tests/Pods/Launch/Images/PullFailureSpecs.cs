using ComposeExecutor.Pods.Launch.Images;

namespace ComposeExecutor.Tests.Pods.Launch.Images;

public sealed class PullFailureSpecs
{
    [Theory]
    [InlineData("Error response from daemon: manifest for localhost:5000/a:1 not found: manifest unknown: manifest unknown", "Unknown")]
    [InlineData("Error response from daemon: failed to resolve reference \"localhost:5000/a:1\": localhost:5000/a:1: not found", "Unknown")]
    [InlineData("Error response from daemon: pull access denied for a, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", "Denied")]
    [InlineData("Error response from daemon: Head \"http://localhost:5000/v2/a/manifests/1\": no basic auth credentials", "Denied")]
    [InlineData("Error response from daemon: Get \"http://localhost:5000/v2/\": unauthorized: authentication required", "Denied")]
    [InlineData("error getting credentials - err: exec: \"docker-credential-x\": executable file not found in $PATH", "Denied")]
    [InlineData("no matching manifest for linux/arm64/v8 in the manifest list entries", "OtherPlatform")]
    [InlineData("image with reference a:1 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64", "OtherPlatform")]
    public void What_stays_the_same_is_not_tried_again(string words, string kind)
    {
        var failure = PullFailure.Of(words);

        failure.Kind.ShouldBe(Enum.Parse<PullFailureKind>(kind));
        failure.IsLasting.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Error response from daemon: Get \"http://localhost:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused")]
    [InlineData("Error response from daemon: Get \"https://registry.example.com/v2/\": dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host")]
    [InlineData("Error response from daemon: toomanyrequests: You have reached your pull rate limit")]
    [InlineData("Error response from daemon: received unexpected HTTP status: 503 Service Unavailable")]
    [InlineData("Error response from daemon: Get \"http://localhost:5000/v2/\": net/http: request canceled (Client.Timeout exceeded while awaiting headers)")]
    [InlineData("unexpected EOF")]
    [InlineData("something that nobody has seen yet")]
    public void What_may_pass_is_tried_again(string words) => PullFailure.Of(words).IsLasting.ShouldBeFalse();

    [Fact]
    public void A_limited_client_is_not_one_without_rights() =>
        PullFailure.Of("denied: toomanyrequests: try again later").IsLasting.ShouldBeFalse();
}
