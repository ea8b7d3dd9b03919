using System.Text;
using ComposeExecutor.Mesos;
using CsCheck;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Tests.Mesos;

public sealed class UnacknowledgedWorkSpecs
{
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    [Fact]
    public void An_acknowledged_update_is_forgotten_and_so_is_its_task()
    {
        var work = UnacknowledgedWork.None.Launched(Task("a")).Launched(Task("b")).Sent(Update("a", First)).Sent(Update("b", Second));

        var after = work.Acknowledged("a", First);

        after.Updates.Select(update => update.TaskId).ShouldBe(["b"]);
        after.Tasks.Select(task => task.TaskId).ShouldBe(["b"]);
    }

    [Fact]
    public void Acknowledgements_of_something_else_change_nothing()
    {
        var work = UnacknowledgedWork.None.Launched(Task("a")).Sent(Update("a", First));

        work.Acknowledged("a", Second).ShouldBeSameAs(work);
        work.Acknowledged("b", First).ShouldBeSameAs(work);
        var settled = work.Acknowledged("a", First);
        settled.Acknowledged("a", First).ShouldBeSameAs(settled);
    }

    [Fact]
    public void Repetitions_count_once()
    {
        var work = UnacknowledgedWork.None.Launched(Task("a")).Sent(Update("a", First));

        work.Launched(Task("a")).Sent(Update("a", First)).ShouldBeSameAs(work);
    }

    [Fact]
    public void Updates_stay_in_the_order_sent_whichever_are_acknowledged() =>
        Gen.Int[0, 9].Array[0, 10].Sample(acknowledged =>
        {
            var updates = Enumerable.Range(0, 10).Select(_ => Update("a", Guid.NewGuid())).ToArray();
            var work = updates.Aggregate(UnacknowledgedWork.None, (work, update) => work.Sent(update));
            work = acknowledged.Aggregate(work, (work, index) => work.Acknowledged("a", updates[index].Uuid));
            return work.Updates.SequenceEqual(updates.Where((_, index) => !acknowledged.Contains(index)));
        });

    private static TaskInfo Task(string id) => TaskInfo.FromJson(Encoding.UTF8.GetBytes($$$"""{"task_id":{"value":"{{{id}}}"}}"""));

    private static TaskStatus Update(string task, Guid uuid) => new(task, TaskState.Running, uuid, DateTimeOffset.UnixEpoch);
}
