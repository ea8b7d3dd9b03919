using System.Text.Json;
using ComposeExecutor.Docker;

namespace ComposeExecutor.Tests.Docker;

public sealed class ImageReaderSpecs
{
    [Fact]
    public void An_image_is_read_with_what_the_pod_depends_on()
    {
        var image = Read("""
            {
              "Os": "linux", "Architecture": "arm64", "Variant": "v8",
              "Config": { "ExposedPorts": { "8080/tcp": {}, "53/udp": {} }, "Healthcheck": { "Test": ["CMD-SHELL", "curl -f localhost"] } },
              "Metadata": { "LastTagTime": "2026-05-01T12:00:00.5Z" }
            }
            """);

        image.ExposedPorts.ShouldBe(["53/udp", "8080/tcp"]);
        image.HealthTest.ShouldBe(["CMD-SHELL", "curl -f localhost"]);
        image.Platform.ShouldBe(new ImagePlatform("linux", "arm64", ""));
        image.LastTagged.ShouldBe(new DateTimeOffset(2026, 5, 1, 12, 0, 0, 500, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Config":null,"Metadata":null}""")]
    [InlineData("""{"Config":{"ExposedPorts":null,"Healthcheck":null},"Metadata":{"LastTagTime":"0001-01-01T00:00:00Z"}}""")]
    [InlineData("""{"Config":{"ExposedPorts":7,"Healthcheck":{"Test":"CMD"}},"Metadata":{"LastTagTime":"yesterday"}}""")]
    public void What_is_missing_or_of_another_shape_counts_as_absent(string json)
    {
        var image = Read(json);

        image.ExposedPorts.ShouldBeEmpty();
        image.HealthTest.ShouldBeEmpty();
        image.LastTagged.ShouldBeNull();
    }

    private static ImageSnapshot Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ImageReader.Read(document.RootElement);
    }
}
