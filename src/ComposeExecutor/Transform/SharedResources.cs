using System.Collections.Immutable;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform;

/// <summary>
/// Networks and volumes to which the files give a <c>name:</c> of their own. All pods of a host that use the name use the same one, so
/// it belongs to none of them: the last pod that ends removes it.
/// </summary>
/// <param name="Networks">The networks' names on the engine.</param>
/// <param name="Volumes">The volumes' names on the engine.</param>
public sealed record SharedResources(ImmutableArray<string> Networks, ImmutableArray<string> Volumes)
{
    /// <summary>
    /// The label, always <c>true</c>, by which what a pod has made under such a name is told from what was there before. The labels of the
    /// task would be wrong: the one that happened to be first may end first.
    /// </summary>
    public const string Label = "compose-executor.shared";

    /// <summary>No such names.</summary>
    public static SharedResources None { get; } = new([], []);

    /// <summary>Those of a project.</summary>
    /// <param name="model">The project, named as the pod is.</param>
    public static SharedResources Of(ComposeModel model) => new(NamesIn(model, "networks"), NamesIn(model, "volumes"));

    /// <summary>Whether the files themselves name something that is not external.</summary>
    /// <param name="model">The project, named as the pod is.</param>
    /// <param name="section"><c>networks</c> or <c>volumes</c>.</param>
    /// <param name="key">Its key in there.</param>
    public static bool Has(ComposeModel model, string section, string key) => NameOf(model, section, key) is not null;

    private static ImmutableArray<string> NamesIn(ComposeModel model, string section) =>
        [.. model.Owned(section).Select(key => NameOf(model, section, key)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    // What the file leaves unnamed Compose calls by the project's name and the key.
    private static string? NameOf(ComposeModel model, string section, string key) =>
        model.Section(section).ObjectAt(key)["name"].AsText() is { Length: > 0 } name && name != $"{model.Name}_{key}" ? ComposeJson.Unescape(name) : null;
}
