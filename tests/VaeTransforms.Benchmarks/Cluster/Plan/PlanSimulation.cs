using VaeTransforms.Numerics;

namespace VaeTransforms.Benchmarks.Cluster.Plan;

/// <summary>
/// The rounds of a fit, event by event: weights leave the machine that averages one after another, workers take their steps, die
/// and are replaced, states go to one storage, and the average waits for the last shard.
/// </summary>
internal sealed class PlanSimulation
{
    private readonly PlanInputs _inputs;
    private readonly int _workers;
    private readonly Random _random;
    private readonly Dictionary<PlanPart, double> _parts = Enum.GetValues<PlanPart>().ToDictionary(part => part, _ => 0.0);
    private long _recomputed;

    private PlanSimulation(PlanInputs inputs, int workers) =>
        (_inputs, _workers, _random) = (inputs, workers, new Random(inputs.Seed));

    private enum Stage
    {
        Fetch,
        Compute,
        Store,
        Send,
        Arrive,
    }

    /// <summary>Simulates all rounds.</summary>
    /// <param name="inputs">Times, bytes and rates.</param>
    /// <param name="workers">One for each shard.</param>
    public static PlanForecast Run(PlanInputs inputs, int workers)
    {
        var simulation = new PlanSimulation(inputs, workers);
        long rounds = inputs.Rounds(workers);
        for (long round = 0; round < rounds; round++)
        {
            simulation.TakeRound();
        }

        return new PlanForecast(workers, rounds, simulation._parts, simulation._recomputed, inputs);
    }

    private double MessageSeconds => _inputs.MessageBytes / _inputs.Bandwidth;

    private double StoreSeconds => _inputs.StateBytes / _inputs.StorageBandwidth;

    private void TakeRound()
    {
        foreach ((PlanPart part, double seconds) in Slowest())
        {
            _parts[part] += seconds;
        }

        double averaging = _inputs.Round + (_workers * _inputs.Averaging);
        _parts[PlanPart.Averaging] += averaging;
        _parts[PlanPart.Failures] += Lost(averaging, out _);

        // The weights go out once more, to be measured; then the average is stored.
        _parts[PlanPart.Network] += (_workers * MessageSeconds) + _inputs.Latency;
        _parts[PlanPart.Storage] += StoreSeconds;
    }

    /// <summary>The way of the shard that arrives last, from the begin of the round.</summary>
    private Dictionary<PlanPart, double> Slowest()
    {
        var events = new PriorityQueue<(int Worker, Stage Stage), double>();
        var ways = new Dictionary<PlanPart, double>[_workers];
        for (int worker = 0; worker < _workers; worker++)
        {
            ways[worker] = [];
            events.Enqueue((worker, Stage.Fetch), 0);
        }

        (double sending, double storage, double receiving) = (0, 0, 0);
        int last = 0;
        while (events.TryDequeue(out (int Worker, Stage Stage) now, out double time))
        {
            Dictionary<PlanPart, double> way = ways[now.Worker];
            double end = time;
            switch (now.Stage)
            {
                case Stage.Fetch:
                    end = InTurn(ref sending, time, MessageSeconds) + _inputs.Latency;
                    way[PlanPart.Network] = end - time;
                    break;
                case Stage.Compute:
                    double mean = _inputs.StepsPerRound * _inputs.Step;
                    double own = mean * Jittered();
                    (way[PlanPart.Steps], way[PlanPart.Stragglers]) = (mean, own - mean);
                    way[PlanPart.Failures] = Lost(own, out int times);
                    _recomputed += times;
                    end = time + own + way[PlanPart.Failures];
                    break;
                case Stage.Store:
                    end = InTurn(ref storage, time, StoreSeconds);
                    way[PlanPart.Storage] = end - time;
                    break;
                case Stage.Send:
                    end = InTurn(ref receiving, time, MessageSeconds) + _inputs.Latency;
                    way[PlanPart.Network] += end - time;
                    break;
                default:
                    last = now.Worker;
                    continue;
            }

            events.Enqueue((now.Worker, now.Stage + 1), end);
        }

        return ways[last];
    }

    /// <summary>One after another, in the order of the events.</summary>
    private static double InTurn(ref double free, double time, double seconds) => free = Math.Max(free, time) + seconds;

    /// <summary>Of mean 1; the logarithm is normally distributed.</summary>
    private double Jittered()
    {
        double variance = Math.Log(1 + (_inputs.Jitter * _inputs.Jitter));
        return Math.Exp((Math.Sqrt(variance) * RandomDraw.Normal(_random)) - (variance / 2));
    }

    /// <summary>The seconds until some work of a machine begins for the last time.</summary>
    /// <param name="seconds">Of the work.</param>
    /// <param name="times">How often it began before.</param>
    private double Lost(double seconds, out int times)
    {
        double lost = 0;
        for (times = 0; Death(seconds) is { } death; times++)
        {
            lost += death + _inputs.Reactivation;
        }

        return lost;
    }

    /// <summary>When a machine dies within some seconds; null if it lives on.</summary>
    private double? Death(double seconds)
    {
        double death = -Math.Log(1 - _random.NextDouble()) / _inputs.FailureRate;
        return death < seconds ? death : null;
    }
}
