using Xunit;

namespace VaeTransforms.Tests.Training.Rates;

public sealed class LearningRateScheduleTests
{
    private const int StepsPerEpoch = 10;
    private const int TotalSteps = 1000;

    [Fact]
    public void The_cosine_rises_to_its_peak_and_falls_to_its_final_share()
    {
        double[] rates = Rates(LearningRateSchedule.Cosine(warmup: 0.1, final: 0.25));

        Assert.Equal(0.01, rates.Max(), 1e-4);
        Assert.Equal(rates[..100].Order(), rates[..100]);
        Assert.Equal(rates[100..].OrderDescending(), rates[100..]);
        Assert.Equal(0.0025, rates[^1], 1e-5);

        // Half-way through the fall the cosine is at the mean of peak and end.
        Assert.Equal(0.00625, rates[550], 1e-5);
        Assert.Equal(0.01, Rates(LearningRateSchedule.Cosine(warmup: 0))[0]);
    }

    [Fact]
    public void A_constant_step_size_stays_after_its_rise()
    {
        Assert.All(Rates(LearningRateSchedule.Constant()), rate => Assert.Equal(0.01, rate));
        double[] rates = Rates(LearningRateSchedule.Constant(warmup: 0.2));

        Assert.Equal(0.005, rates[100], 1e-4);
        Assert.All(rates[200..], rate => Assert.Equal(0.01, rate));
    }

    [Fact]
    public void The_step_size_falls_after_each_milestone()
    {
        double[] rates = Rates(LearningRateSchedule.Milestones([3, 50], 0.1));

        Assert.All(rates[..30], rate => Assert.Equal(0.01, rate));
        Assert.All(rates[30..500], rate => Assert.Equal(0.001, rate, 1e-12));
        Assert.All(rates[500..], rate => Assert.Equal(0.0001, rate, 1e-12));
    }

    [Fact]
    public void The_schedule_of_Burda_et_al_has_a_tenth_of_the_step_size_after_1093_epochs()
    {
        LearningRateSchedule schedule =
            LearningRateSchedule.Milestones([1, 4, 13, 40, 121, 364, 1093], Math.Pow(10, -1 / 7.0));

        // 0.001 · 10^(-i / 7) for 3^i epochs, i from 0 to 7.
        int epoch = 0;
        for (int i = 0; i <= 7; i++)
        {
            for (int pass = 0; pass < (int)Math.Pow(3, i); pass++, epoch++)
            {
                Assert.Equal(0.001 * Math.Pow(10, -i / 7.0), schedule.At(0.001, epoch, 3280, 1), 1e-12);
            }
        }

        Assert.Equal(3280, epoch);
    }

    [Fact]
    public void Schedules_are_equal_by_their_numbers_and_print_as_code()
    {
        Assert.Equal(LearningRateSchedule.Milestones([1, 2]), LearningRateSchedule.Milestones([1, 2]));
        Assert.NotEqual(LearningRateSchedule.Milestones([1, 2]), LearningRateSchedule.Milestones([1, 3]));
        Assert.Equal("Milestones([1, 2], factor: 0.1)", $"{LearningRateSchedule.Milestones([1, 2])}");
        Assert.Equal(LearningRateSchedule.Cosine(), new VaeOptions().LearningRateSchedule);
    }

    private static double[] Rates(LearningRateSchedule schedule) =>
        [.. Enumerable.Range(0, TotalSteps).Select(step => schedule.At(0.01, step, TotalSteps, StepsPerEpoch))];
}
