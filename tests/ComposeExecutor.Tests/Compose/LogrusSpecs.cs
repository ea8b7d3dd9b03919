using ComposeExecutor.Compose;

namespace ComposeExecutor.Tests.Compose;

public sealed class LogrusSpecs
{
    private const string Warning = """time="2024-05-01T10:00:00Z" level=warning msg="The \"TAG\" variable is not set. Defaulting to a blank string." """;

    [Fact]
    public void Warnings_are_the_messages_of_their_lines() =>
        Logrus.Messages($"{Warning}\nservices.web: invalid\n{Warning}").ShouldBe(
        [
            "The \"TAG\" variable is not set. Defaulting to a blank string.",
            "The \"TAG\" variable is not set. Defaulting to a blank string.",
        ]);

    [Fact]
    public void The_error_is_what_remains_without_them() => Logrus.WithoutMessages($"{Warning}\nservices.web: invalid\nsecond line\n{Warning}\n").ShouldBe("services.web: invalid\nsecond line");

    [Theory]
    [InlineData(@"a\\b", @"a\b")]
    [InlineData(@"a\nb", "a\nb")]
    [InlineData(@"a\tb", "a\tb")]
    [InlineData(@"a\\nb", @"a\nb")]
    [InlineData(@"\""a\""", "\"a\"")]
    [InlineData(@"\\\""a", "\\\"a")]
    [InlineData(@"a\x07", @"a\x07")]
    public void What_is_quoted_in_a_message_is_unquoted(string quoted, string text) =>
        Logrus.Messages($"time=\"t\" level=warning msg=\"{quoted}\"").ShouldBe([text]);

    [Fact]
    public void Fields_behind_the_message_do_not_count() => Logrus.Messages("time=\"t\" level=warning msg=\"a b\" file=\"c\"").ShouldBe(["a b"]);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(Warning)]
    public void An_error_without_words_says_so(string error) => Logrus.WithoutMessages(error).ShouldBe("it ended without saying why");

    [Fact]
    public void A_line_that_only_mentions_a_warning_is_an_error()
    {
        Logrus.Messages($"failed: {Warning}").ShouldBeEmpty();
        Logrus.WithoutMessages($"failed: {Warning}").ShouldStartWith("failed: time=");
    }

    [Theory]
    [InlineData(" web Pulling \n web Error no\nError response from daemon: no\n", "Error response from daemon: no")]
    [InlineData("1 error occurred:\n\t* Error response from daemon: no\n\n", "Error response from daemon: no")]
    [InlineData(" web Warning no\nWARNING: must be built\n2 errors occurred:\n\t* web: no\n\t* db: neither\n\n", "web: no; db: neither")]
    [InlineData("* listed before\nfailed", "failed")]
    [InlineData("", "it ended without saying why")]
    public void The_last_words_are_the_last_line_or_all_that_is_listed(string error, string words) => Logrus.LastWords(error).ShouldBe(words);

    [Fact]
    public void Words_without_end_are_cut() => Logrus.LastWords(new string('x', 100_000)).ShouldBe(new string('x', 2000) + "…");
}
