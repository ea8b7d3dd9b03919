using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>The comparison by itself: a comparison that lets everything pass would make the whole corpus green.</summary>
public sealed class ComparisonSpecs
{
    private static readonly Fact DbAnswersWeb = new("web", FactKind.Answer, "tcp:db:5432");

    [Fact]
    public void Every_rule_is_a_row_of_the_document_and_every_row_a_rule()
    {
        var rows = File.ReadLines(Document()).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split('|')[1].Trim());

        rows.ShouldBe(AllowedDifferences.All.Select(rule => rule.Name));
    }

    [Fact]
    public void What_is_the_same_is_no_difference() =>
        Comparison.Of(Seen((DbAnswersWeb, "db")), Pod((DbAnswersWeb, "db"))).ShouldBeEmpty();

    [Theory]
    [InlineData("db", "!refused")]
    [InlineData("db", "!unknown")]
    [InlineData("db", "cache")]
    [InlineData("blue,green", "blue")]
    public void Another_answer_than_under_Compose_is_a_difference(string compose, string pod)
    {
        Comparison.Of(Seen((DbAnswersWeb, compose)), Pod((DbAnswersWeb, pod))).ShouldBe([new Difference(DbAnswersWeb, compose, pod)]);
    }

    [Fact]
    public void An_answer_where_Compose_had_none_is_a_difference_unless_the_network_is_shared()
    {
        Comparison.Of(Seen((DbAnswersWeb, "!unknown")), Pod((DbAnswersWeb, "db"))).ShouldBeEmpty();
        Comparison.Of(Seen((DbAnswersWeb, "!unknown")), Pod((DbAnswersWeb, "db")) with { Sharing = new HashSet<string>() }).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Environment", "SERVICE")]
    [InlineData("Mount", "/data")]
    [InlineData("State", "")]
    [InlineData("Health", "")]
    [InlineData("HostPort", "80/tcp at 0.0.0.0")]
    [InlineData("HostPortNumber", "80/tcp at 0.0.0.0")]
    [InlineData("Label", "com.example.team")]
    [InlineData("Setting", "HostConfig.Memory")]
    [InlineData("Setting", "HostConfig.NetworkMode")]
    [InlineData("Inside", "path /data")]
    public void What_a_pod_does_not_have_is_a_difference(string kind, string name)
    {
        var fact = new Fact("web", Enum.Parse<FactKind>(kind), name);

        Comparison.Of(Seen((fact, "something")), Pod()).ShouldBe([new Difference(fact, "something", null)]);
    }

    [Theory]
    [InlineData("Environment", "DEBUG")]
    [InlineData("Mount", "/data")]
    [InlineData("HostPort", "81/tcp at 0.0.0.0")]
    [InlineData("Label", "com.example.team")]
    public void What_only_a_pod_has_is_a_difference(string kind, string name)
    {
        var fact = new Fact("web", Enum.Parse<FactKind>(kind), name);

        Comparison.Of(Seen(), Pod((fact, "something"))).ShouldBe([new Difference(fact, null, "something")]);
    }

    [Fact]
    public void A_pod_that_fails_where_Compose_does_not_is_told_first_of_all()
    {
        var outcome = new Fact("all", FactKind.Outcome);

        Comparison.Of(Seen((outcome, "came up"), (DbAnswersWeb, "db")), Pod((outcome, "failed"))).ShouldBe([new Difference(outcome, "came up", "failed")]);
    }

    [Fact]
    public void A_table_tells_file_what_and_both_sides()
    {
        var table = Comparison.Table("web/shop", [new Difference(DbAnswersWeb, "db", "!refused"), new Difference(new Fact("web", FactKind.Mount, "/data"), "volume", null)]);

        table.ShouldBe("""
            file     | what                 | compose says | pod says
            web/shop | web asks tcp:db:5432 | db           | !refused
            web/shop | web: Mount /data     | volume       | (nothing)
            """);
    }

    [Fact]
    public void The_corpus_has_at_least_forty_projects() =>
        CorpusCase.All.Count.ShouldBeGreaterThanOrEqualTo(40);

    [Fact]
    public void The_environment_of_a_pod_tells_host_ports_and_nothing_else()
    {
        var number = (new Fact("web", FactKind.HostPortNumber, "80/tcp at 0.0.0.0"), "24300");

        Comparison.Of(Seen(number), Pod(number, (new Fact("db", FactKind.Environment, "POD_PORT_WEB_80"), "24300"))).ShouldBeEmpty();
        Comparison.Of(Seen(number), Pod(number, (new Fact("db", FactKind.Environment, "POD_PORT_WEB_80"), "24301"))).ShouldHaveSingleItem();
        Comparison.Of(Seen(number), Pod(number, (new Fact("db", FactKind.Environment, "POD_PORT_DB_80"), "24300"))).ShouldHaveSingleItem();
        Comparison.Of(Seen(number), Pod(number, (new Fact("db", FactKind.Environment, "POD_PORT_WEB_80_UDP"), "24300"))).ShouldHaveSingleItem();
    }

    // They are launched at the same time.
    [Theory]
    [InlineData("a host port", @"\b24[0-9]{3}\b")]
    [InlineData("a name on the engine", @"\b(container_name|name): *corpus\S+")]
    [InlineData("a subnet", @"subnet: *\S+")]
    public void Projects_of_the_corpus_share_nothing(string what, string pattern)
    {
        var uses = from project in CorpusCase.All
                   from found in project.Texts().SelectMany(text => Regex.Matches(text, pattern)).Select(match => match.Value).Distinct()
                   group project.Name by found into users
                   where users.Count() > 1
                   select $"{what}, {users.Key}: {string.Join(", ", users)}";

        uses.ShouldBeEmpty();
    }

    private static Observation Seen(params (Fact, string)[] facts) =>
        new(facts.ToDictionary(), new HashSet<string>());

    private static Observation Pod(params (Fact, string)[] facts) =>
        Seen(facts) with { Sharing = new HashSet<string> { "web" } };

    private static string Document([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../../docs/compose-differences.md"));
}
