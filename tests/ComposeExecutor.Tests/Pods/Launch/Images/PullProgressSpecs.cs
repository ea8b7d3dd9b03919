using ComposeExecutor.Pods.Launch.Images;

namespace ComposeExecutor.Tests.Pods.Launch.Images;

public sealed class PullProgressSpecs
{
    private readonly PullProgress _progress = new();

    [Fact]
    public void The_lines_of_all_layers_become_one_sentence()
    {
        Take(
            "web Pulling",
            "efdab1f5933d Already exists",
            "d004cbe6434f Pulling fs layer",
            "e68aa0b667b8 Downloading [==>                                                ]  512kB/1MB",
            "d004cbe6434f Downloading [=>                                                 ]  1MB/3MB",
            "d004cbe6434f Downloading [==================>                                ]  2MB/3MB",
            "e68aa0b667b8 Download complete",
            "e68aa0b667b8 Extracting [==>                                                ]  32kB/1MB");

        _progress.Summary().ShouldBe("1 of 3 layers are there, 3.0 of 4.0 MB of what is being fetched");

        Take("d004cbe6434f Pull complete", "e68aa0b667b8 Pull complete", "web Pulled");
        _progress.Summary().ShouldBe("3 of 3 layers are there, 4.0 of 4.0 MB of what is being fetched");
    }

    [Fact]
    public void A_pull_in_which_nothing_happens_any_more_says_so()
    {
        Take("d004cbe6434f Downloading [=>     ]  1MB/3MB");

        _progress.Summary().ShouldBe("0 of 1 layers are there, 1.0 of 3.0 MB of what is being fetched");
        _progress.Summary().ShouldBe("0 of 1 layers are there, 1.0 of 3.0 MB of what is being fetched, nothing new since it was last told");
    }

    [Fact]
    public void A_registry_that_has_not_answered_is_told_as_such()
    {
        Take("web Pulling");

        _progress.Summary().ShouldStartWith("the registry has not sent anything yet");
    }

    private void Take(params string[] lines) => Array.ForEach(lines, _progress.Take);
}
