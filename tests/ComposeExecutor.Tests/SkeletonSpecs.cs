namespace ComposeExecutor.Tests;

public sealed class SkeletonSpecs
{
    [Fact]
    public void Builds() => true.ShouldBeTrue();
}
