using VaeTransforms.Benchmarks.Cluster.Plan;
using Xunit;

namespace VaeTransforms.Tests.Benchmarks;

/// <summary>The simulation of a fit on many machines, beside closed forms.</summary>
public sealed class PlanSimulationTests
{
    private static readonly PlanInputs Inputs = new()
    {
        Step = 0.01,
        Round = 0.2,
        Averaging = 0.004,
        Reactivation = 5,
        MessageBytes = 2.5e6,
        StateBytes = 7.5e6,
        StepsPerRound = 50,
        Rows = 1e7,
        Jitter = 0,
        HoursBetweenFailures = double.PositiveInfinity,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    public void Without_failures_and_jitter_a_round_is_steps_transfer_and_averaging(int workers)
    {
        PlanForecast forecast = PlanSimulation.Run(Inputs, workers);

        (double message, double store) = (2.5e6 / 1.25e9, 7.5e6 / 1e9);

        // Shards pass the network, the storage and the network again as goods pass a line of machines: the slowest sets the pace.
        double transfer = message + store + message + ((workers - 1) * Math.Max(message, store)) + (2 * Inputs.Latency);
        double again = (workers * message) + Inputs.Latency + store;
        double round = (50 * 0.01) + transfer + 0.2 + (workers * 0.004) + again;
        Assert.Equal(Math.Ceiling(1e7 / (workers * 128 * 50)), forecast.Rounds);
        Assert.Equal(forecast.Rounds * round, forecast.Seconds, tolerance: 1e-6 * forecast.Seconds);
        Assert.Equal(50 * 0.01 / round, forecast.Efficiency, tolerance: 1e-6);
        Assert.Equal(0, forecast.Recomputed);
    }

    /// <summary>Work of d seconds that begins again at each death, of rate λ, begins exp(λ d) times in the mean.</summary>
    [Fact]
    public void Deaths_at_exponential_times_recompute_as_many_rounds_as_the_closed_form_says()
    {
        const double MeanLife = 10;
        PlanInputs inputs = Inputs with { HoursBetweenFailures = MeanLife / 3600, Rows = 1e8, Round = 0, Averaging = 0 };

        PlanForecast many = PlanSimulation.Run(inputs, 16);
        PlanForecast one = PlanSimulation.Run(inputs, 1);

        double again = Math.Exp(0.5 / MeanLife) - 1;
        Assert.Equal(1, many.Recomputed / (again * 16 * many.Rounds), tolerance: 0.1);
        Assert.Equal(1, one.Recomputed / (again * one.Rounds), tolerance: 0.1);

        // The mean time until such work is done is (exp(λ d) - 1) (1 / λ + R), of which d is not lost.
        double lost = (again * (MeanLife + inputs.Reactivation)) - 0.5;
        Assert.Equal(1, one.Parts[PlanPart.Failures] / (lost * one.Rounds), tolerance: 0.1);
    }

    [Fact]
    public void The_bottleneck_is_what_takes_longest()
    {
        Assert.Equal(PlanPart.Steps, PlanSimulation.Run(Inputs, 8).Bottleneck);
        Assert.Equal(PlanPart.Network, PlanSimulation.Run(Inputs with { Bandwidth = 1e7 }, 8).Bottleneck);
        Assert.Equal(PlanPart.Storage, PlanSimulation.Run(Inputs with { StorageBandwidth = 1e7 }, 8).Bottleneck);
        Assert.Equal(PlanPart.Averaging, PlanSimulation.Run(Inputs with { Averaging = 1 }, 8).Bottleneck);
        Assert.Equal(PlanPart.Failures, PlanSimulation.Run(Inputs with { HoursBetweenFailures = 0.002 }, 8).Bottleneck);
        Assert.Equal(PlanPart.Stragglers, PlanSimulation.Run(Inputs with { Jitter = 3 }, 64).Bottleneck);
    }

    /// <summary>Of 64 normal draws the largest is 2.4 standard deviations above the mean, in the mean.</summary>
    [Fact]
    public void All_wait_for_the_slowest_worker()
    {
        PlanForecast forecast = PlanSimulation.Run(Inputs with { Jitter = 0.02, Bandwidth = 1e15, StorageBandwidth = 1e15 }, 64);

        double waited = forecast.Parts[PlanPart.Stragglers] / forecast.Parts[PlanPart.Steps];
        Assert.Equal(2.4 * 0.02, waited, tolerance: 0.005);
    }

    [Fact]
    public void The_same_seed_gives_the_same_forecast()
    {
        PlanInputs inputs = Inputs with { Jitter = 0.1, HoursBetweenFailures = 1 };

        Assert.Equal(PlanSimulation.Run(inputs, 8).Seconds, PlanSimulation.Run(inputs, 8).Seconds);
        Assert.NotEqual(
            PlanSimulation.Run(inputs, 8).Seconds, PlanSimulation.Run(inputs with { Seed = 2 }, 8).Seconds);
    }
}
