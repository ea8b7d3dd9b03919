using System.Net;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Transform;

public sealed class PodSubnetsSpecs
{
    private static readonly IPNetwork Range = IPNetwork.Parse("198.18.0.0/15");

    [Theory]
    [InlineData("could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network", true)]
    [InlineData("all predefined address pools have been fully subnetted", true)]
    [InlineData("invalid pool request: Pool overlaps with other one on this address space", true)]
    [InlineData("network edge declared as external, but could not be found", false)]
    public void The_engines_words_tell_that_it_has_no_subnet_left(string message, bool exhausted) =>
        PodSubnets.AreExhausted(message).ShouldBe(exhausted);

    [Fact]
    public void A_network_for_which_the_engine_would_choose_gets_a_small_subnet_of_the_range()
    {
        var subnet = SubnetsOf(Assigned("""{"a":{"name":"p_a","ipam":{}}}""")).ShouldHaveSingleItem();

        subnet.PrefixLength.ShouldBe(28);
        Range.Contains(subnet.BaseAddress).ShouldBeTrue();
    }

    [Fact]
    public void The_networks_of_one_pod_do_not_meet() =>
        SubnetsOf(Assigned("""{"a":{},"b":null,"c":{"driver":"bridge"}}""")).Distinct().Count().ShouldBe(3);

    [Fact]
    public void A_network_has_room_for_all_services()
    {
        var services = string.Join(',', Enumerable.Range(0, 30).Select(number => $"\"s{number}\":{{}}"));

        SubnetsOf(Assigned("""{"a":{}}""", services)).ShouldHaveSingleItem().PrefixLength.ShouldBe(26);
    }

    [Theory]
    [InlineData("""{"a":{"external":true}}""")]
    [InlineData("""{"a":{"driver":"macvlan"}}""")]
    [InlineData("""{"a":{"enable_ipv6":true}}""")]
    [InlineData("""{"a":{"ipam":{"config":[{"subnet":"10.0.0.0/24"}]}}}""")]
    [InlineData("{}")]
    public void What_the_file_decides_is_left_alone(string networks)
    {
        var model = Pod.Model($$$"""{"services":{"s":{}},"networks":{{{networks}}}}""");

        PodSubnets.Assign(model, Range, 0).ShouldBeFalse();
        model.Root["networks"].ShouldBeJson(networks);
    }

    [Fact]
    public void Another_try_gives_another_subnet()
    {
        var model = Assigned("""{"a":{}}""");
        var first = SubnetsOf(model).Single();

        PodSubnets.Assign(model, Range, 1).ShouldBeTrue();

        SubnetsOf(model).ShouldHaveSingleItem().ShouldNotBe(first);
    }

    [Fact]
    public void The_same_try_of_the_same_pod_gives_the_same_subnet() =>
        SubnetsOf(Assigned("""{"a":{}}""")).ShouldBe(SubnetsOf(Assigned("""{"a":{}}""")));

    [Fact]
    public void A_range_without_room_gives_none() =>
        PodSubnets.Assign(Pod.Model("""{"services":{"s":{}},"networks":{"a":{}}}"""), IPNetwork.Parse("198.18.0.0/29"), 0).ShouldBeFalse();

    private static ComposeModel Assigned(string networks, string services = "\"s\":{}")
    {
        var model = Pod.Model($$$"""{"name":"p","services":{ {{{services}}} },"networks":{{{networks}}}}""");
        PodSubnets.Assign(model, Range, 0).ShouldBeTrue();
        return model;
    }

    private static List<IPNetwork> SubnetsOf(ComposeModel model) =>
        [.. model.Section("networks").Select(network => IPNetwork.Parse(((JsonObject)network.Value!)["ipam"]!["config"]![0]!["subnet"]!.GetValue<string>()))];
}
