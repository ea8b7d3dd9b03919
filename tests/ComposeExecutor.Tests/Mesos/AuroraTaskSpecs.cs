using ComposeExecutor.Mesos;
using CsCheck;

namespace ComposeExecutor.Tests.Mesos;

public sealed class AuroraTaskSpecs
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Auroras_data_says_whether_a_job_is_a_service(bool isService) =>
        AuroraTask.IsService(Data(isService)).ShouldBe(isService);

    [Fact]
    public void Data_that_is_cut_anywhere_is_no_reason_to_fail()
    {
        var whole = Data(isService: true);
        for (var length = 0; length < whole.Length; length++)
            AuroraTask.IsService(whole.AsSpan(0, length)).ShouldBeOneOf(null, true);
    }

    [Fact]
    public void Data_of_anybody_else_is_no_reason_to_fail() =>
        Gen.Byte.Array[0, 200].Sample(data => { AuroraTask.IsService(data); });

    [Fact]
    public void Data_that_is_changed_anywhere_is_no_reason_to_fail()
    {
        var whole = Data(isService: true);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample(change =>
        {
            var changed = (byte[])whole.Clone();
            changed[change.Item1] = change.Item2;
            AuroraTask.IsService(changed);
        });
    }

    [Fact]
    public void Lists_that_claim_to_be_endless_or_bottomless_end()
    {
        AuroraTask.IsService([15, 0, 1, 15, 0x7f, 0xff, 0xff, 0xff]).ShouldBeNull();
        AuroraTask.IsService([13, 0, 1, 2, 2, 0xff, 0xff, 0xff, 0xff]).ShouldBeNull();
        AuroraTask.IsService([.. Enumerable.Repeat<byte[]>([12, 0, 1], 10_000).SelectMany(start => start)]).ShouldBeNull();
    }

    // An AssignedTask whose task holds a field of every kind before the one that counts.
    private static byte[] Data(bool isService) =>
    [
        11, 0, 1, 0, 0, 0, 1, (byte)'t',
        13, 0, 5, 11, 8, 0, 0, 0, 1, 0, 0, 0, 2, (byte)'p', (byte)'0', 0, 0, 0x79, 0x18,
        12, 0, 4,
            12, 0, 28, 11, 0, 1, 0, 0, 0, 1, (byte)'r', 0,
            14, 0, 21, 11, 0, 0, 0, 1, 0, 0, 0, 2, (byte)'p', (byte)'0',
            15, 0, 22, 12, 0, 0, 0, 1, 2, 0, 7, 0, 0,
            4, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0,
            10, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0,
            6, 0, 11, 0, 0,
            3, 0, 12, 0,
            2, 0, 7, isService ? (byte)1 : (byte)0,
            8, 0, 13, 0, 0, 0, 1,
            0,
        8, 0, 6, 0, 0, 0, 0,
        0,
    ];
}
