using System.Text.Json.Nodes;
using ComposeExecutor.Compose.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ComposeExecutor.Compose;

/// <summary>The extension field <c>x-pod</c> of services, which Compose prints in YAML only.</summary>
internal static class ServiceExtensions
{
    // What can bring a field into a project that is not in its own files.
    private static readonly string[] Signs = [ComposeService.PodExtension, "include", "extends"];

    /// <summary>Whether a service may have the field: a look at the texts is enough to be sure that none has.</summary>
    /// <param name="files">The project's files.</param>
    public static bool MayBeIn(ProjectFiles files)
    {
        try
        {
            return (files.Given.IsEmpty ? Directory.EnumerateFiles(files.Folder ?? ".", "*.y*ml") : files.Given).Any(HasSign) || files.FromVariable;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Compose says what is wrong with the files.
            return false;
        }
    }

    /// <summary>Gives the services of a project their field.</summary>
    /// <param name="model">The project as Compose prints it in JSON.</param>
    /// <param name="yaml">The same in YAML.</param>
    /// <exception cref="ComposeException">It is not YAML.</exception>
    public static void Add(ComposeModel model, string yaml)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            Each(parser, section => section == "services", () => Each(parser, _ => true, service =>
                Each(parser, field => field == ComposeService.PodExtension, () =>
                {
                    if (Texts(parser) is { } extension && model.Service(service) is { } known)
                        known.Fields[ComposeService.PodExtension] = extension;
                })));
        }
        catch (YamlException exception)
        {
            throw new ComposeException(
                ComposeFailure.ComposeUnavailable, $"'docker compose config' printed something that is not YAML: {exception.Message}", exception);
        }
    }

    private static bool HasSign(string file)
    {
        var text = File.ReadAllText(file);
        return Signs.Any(sign => text.Contains(sign, StringComparison.Ordinal));
    }

    private static void Each(Parser parser, Func<string, bool> wanted, Action found) => Each(parser, wanted, _ => found());

    private static void Each(Parser parser, Func<string, bool> wanted, Action<string> found)
    {
        if (!parser.TryConsume<MappingStart>(out _))
        {
            parser.SkipThisAndNestedEvents();
            return;
        }

        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>().Value;
            if (wanted(key))
                found(key);
            else
                parser.SkipThisAndNestedEvents();
        }
    }

    private static JsonObject? Texts(Parser parser)
    {
        if (!parser.Accept<MappingStart>(out _))
        {
            parser.SkipThisAndNestedEvents();
            return null;
        }

        var texts = new JsonObject();
        Each(parser, _ => true, key =>
        {
            if (parser.TryConsume<Scalar>(out var value))
                texts[key] = value.Value;
            else
                parser.SkipThisAndNestedEvents();
        });
        return texts;
    }
}
