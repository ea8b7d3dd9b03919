using System.Text;
using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Files;

namespace ComposeExecutor.Tests.Compose;

public sealed class ServiceExtensionsSpecs
{
    [Fact]
    public void A_service_gets_the_extension_that_only_the_yaml_has()
    {
        var model = ComposeModel.Parse(Encoding.UTF8.GetBytes("""{"services":{"a":{},"b":{}}}"""));

        ServiceExtensions.Add(model, """
            name: p
            services:
              a:
                image: i
                x-pod:
                  role: sidecar
                  nested: { role: init }
              b:
                environment: { x-pod: nonsense }
              c: { x-pod: { role: init } }
            x-pod: { role: init }
            """);

        model.Service("a")!.Role.ShouldBe("sidecar");
        model.Service("b")!.Role.ShouldBeNull();
        model.Service("c").ShouldBeNull();
    }

    [Theory]
    [InlineData("services: { a: { x-pod: { role: init } } }", true)]
    [InlineData("include: [other.yml]", true)]
    [InlineData("services: { a: { extends: b } }", true)]
    [InlineData("services: { a: { image: i } }", false)]
    public void Yaml_is_only_asked_for_where_a_file_may_have_an_extension(string text, bool may)
    {
        var folder = Directory.CreateTempSubdirectory("extensions-").FullName;
        try
        {
            var file = Path.Combine(folder, "compose.yml");
            File.WriteAllText(file, text);

            ServiceExtensions.MayBeIn(new ProjectFiles { Given = [file], Folder = folder, Description = file }).ShouldBe(may);
            ServiceExtensions.MayBeIn(new ProjectFiles { Given = [], Folder = folder, Description = folder }).ShouldBe(may);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_not_yaml_is_told() =>
        Should.Throw<ComposeException>(() => ServiceExtensions.Add(ComposeModel.Parse("{}"u8), "services: [")).Message.ShouldContain("is not YAML");
}
