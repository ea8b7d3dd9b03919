namespace ComposeExecutor.Tests.Transform.Support;

/// <summary>One field of the compose specification, and what becomes of it.</summary>
/// <param name="Place">What has it, in a project of the tests: empty for the file itself, <c>services.a</c>, <c>networks.n</c> …</param>
/// <param name="Field">Its name, or its path.</param>
/// <param name="Sample">A value, as Compose prints it.</param>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="How">How it is changed, or why it is refused; empty where nothing needs to be said.</param>
public sealed record FieldSupport(string Place, string Field, string Sample, Verdict Verdict, string How)
{
    /// <inheritdoc/>
    public override string ToString() => Place.Length == 0 ? Field : $"{Place}.{Field}";
}
