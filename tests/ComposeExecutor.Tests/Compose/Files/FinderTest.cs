using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Files;

namespace ComposeExecutor.Tests.Compose.Files;

/// <summary>A sandbox in a folder of its own, and what is found in it.</summary>
public abstract class FinderTest : IDisposable
{
    protected FinderTest() => Directory.CreateDirectory(Sandbox);

    protected string Root { get; } = Directory.CreateTempSubdirectory("finder-").FullName;

    protected string Sandbox => Path.Combine(Root, "sandbox");

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Root, recursive: true);
    }

    protected string Write(string path, string text = "")
    {
        var file = Path.Combine(Sandbox, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    protected static KeyValuePair<string, string> FileName(string value) => new("fileName", value);

    protected Task<ProjectFiles> FindAsync(params KeyValuePair<string, string>[] labels) =>
        new ProjectFinder(Sandbox).FindAsync(TaskFiles.In(labels), Sandbox, null, TestContext.Current.CancellationToken);

    /// <summary>The files that are given to Compose for a label <c>fileName</c>.</summary>
    protected async Task<string[]> GivenAsync(string names) => [.. (await FindAsync(FileName(names))).Given];

    protected async Task<string> FailureAsync(params KeyValuePair<string, string>[] labels)
    {
        var failure = await Should.ThrowAsync<ComposeException>(() => FindAsync(labels));
        failure.Failure.ShouldBe(ComposeFailure.InvalidFiles);
        return failure.Message;
    }

    protected Task<string> FailureAsync(string names) => FailureAsync(FileName(names));
}
