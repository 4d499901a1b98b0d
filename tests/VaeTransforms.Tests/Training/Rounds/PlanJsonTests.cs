using System.Text.Json;
using VaeTransforms.Tests.Training.Objectives;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training.Rounds;

public sealed class PlanJsonTests
{
    private static readonly LearningRateSchedule[] Schedules =
        [LearningRateSchedule.Cosine(), LearningRateSchedule.Constant(0.1), LearningRateSchedule.Milestones([2, 5], 0.3)];

    [Fact]
    public void Every_objective_is_the_same_on_another_machine()
    {
        Assert.All(EveryObjective.Examples.Values, objective =>
        {
            Objective read = AsSent<Objective>(objective);

            Assert.Equal(objective, read);
            Assert.Equal(objective.KlWeight(3, 100), read.KlWeight(3, 100));
        });
    }

    [Fact]
    public void Every_schedule_is_the_same_on_another_machine() =>
        Assert.All(Schedules, schedule => Assert.Equal(schedule, AsSent<LearningRateSchedule>(schedule)));

    private static T AsSent<T>(T value) =>
        JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(value, PlanJson.Format), PlanJson.Format)!;
}
