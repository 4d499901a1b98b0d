using VaeTransforms.Formulas;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Training.Objectives;

/// <summary>One batch for a small network: its objective in double precision, and by a compiled function.</summary>
internal sealed class ObjectiveRun
{
    private const double Step = 1e-5;

    private readonly VaeArchitecture _architecture;
    private readonly Objective _objective;
    private readonly WeightShape[] _shapes;

    /// <param name="objective">Of the batch.</param>
    /// <param name="architecture">Of the network.</param>
    /// <param name="rows">In the batch.</param>
    /// <param name="seed">Of weights, rows and noise.</param>
    public ObjectiveRun(Objective objective, VaeArchitecture architecture, int rows = 16, int seed = 3)
    {
        var random = new Random(seed);
        _objective = objective;
        _architecture = architecture;
        _shapes = [.. architecture.Weights];
        Rows = rows;
        Parameters = Draw(_shapes.Sum(shape => (int)shape.Count), 0.5);
        X = Draw(rows * architecture.InputSize, 1);
        Noise = Draw(rows * objective.Samples * architecture.LatentDimension, 1.5);
        RowWeights = [.. Enumerable.Repeat(1.0, rows)];
        Mask = architecture.HasMask ? [.. X.Select((_, i) => i % 3 == 0 ? 0.0 : 1.0)] : null;
        double[] Draw(int count, double spread) =>
            [.. Enumerable.Range(0, count).Select(_ => (double)(float)(spread * ((2 * random.NextDouble()) - 1)))];
    }

    public int Rows { get; }

    /// <summary>[n, D].</summary>
    public double[] X { get; set; }

    /// <summary>[n, D], or null.</summary>
    public double[]? Mask { get; }

    /// <summary>[n · samples, K].</summary>
    public double[] Noise { get; set; }

    /// <summary>[n].</summary>
    public double[] RowWeights { get; set; }

    /// <summary>[n, clusters], or null.</summary>
    public double[]? Labels { get; set; }

    /// <summary>All weights of the network, in order.</summary>
    public double[] Parameters { get; set; }

    /// <summary>What <see cref="Objective.Scheduled"/> gives.</summary>
    public double Scheduled { get; set; } = 0.7;

    public long TrainingRows { get; set; } = 100;

    /// <summary>By plain loops in double precision.</summary>
    public Result Reference() => Reference(Parameters);

    /// <summary>The derivatives by all weights.</summary>
    public double[] FiniteDifferences()
    {
        return [.. Parameters.Select((value, i) => (Loss(i, value + Step) - Loss(i, value - Step)) / (2 * Step))];

        double Loss(int place, double value)
        {
            double[] changed = [.. Parameters];
            changed[place] = value;
            return Reference(changed).Loss;
        }
    }

    /// <summary>By a compiled function.</summary>
    public (Result Value, float[] Gradient) Compiled()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        using var network = new TorchNetwork(_architecture, generator);
        using var steps = new FormulaSteps(network, double.PositiveInfinity, null, _objective, TrainingRows, Labels is not null);
        using (no_grad())
        {
            network.Parameters.copy_(tensor(Parameters, float32));
        }

        Tensor x = tensor(X, float32).view(1, Rows, -1);
        Tensor one = ones(1, Rows, 1);
        Tensor rowWeights = tensor(RowWeights, float32).view(1, Rows, 1);
        Tensor? mask = Mask is null ? null : tensor(Mask, float32).view(1, Rows, -1);
        StepOutcome outcome = steps.Take(
            mask is null ? cat([x, one], -1) : cat([x, mask, mask, one], -1),
            tensor(Noise, float32).view(1, -1, _architecture.LatentDimension),
            zeros(1, Rows * _objective.Samples, 0),
            Labels is null ? rowWeights : cat([rowWeights, tensor(Labels, float32).view(1, Rows, -1)], -1),
            [new StepSchedule(1e-3, Scheduled)])[0];
        double[] named = [.. outcome.Named.ToArray().Select(value => (double)value)];
        double loss = named.Length > 0
            ? named[0]
            : outcome.Parts.ReconstructionError + (Scheduled * outcome.Parts.KlDivergence);
        var parts = steps.PartNames.Zip(named).Skip(1).ToDictionary(part => part.First, part => part.Second);
        return (new Result(loss, outcome.Parts, parts), network.Gradient.data<float>().ToArray());
    }

    private Result Reference(double[] parameters)
    {
        var weights = new Dictionary<string, ArrayValue>();
        int start = 0;
        foreach (WeightShape shape in _shapes)
        {
            weights.Add(shape.Name, new ArrayValue(parameters[start..(start + (int)shape.Count)], shape.Shape[^1]));
            start += (int)shape.Count;
        }

        int width = _architecture.InputSize;
        var ops = new ObjectiveArrayOps();
        var formula = new VaeFormula<ArrayValue>(ops, _architecture, name => weights[name]);
        var rows = new InputRows<ArrayValue>(new(X, width), Mask is null ? null : new(Mask, width));
        var terms = new ObjectiveTerms<ArrayValue>(ops, formula, new ObjectiveBatch<ArrayValue>(
            rows,
            rows,
            new(Noise, _architecture.LatentDimension),
            new(RowWeights, 1),
            new(Scheduled),
            _objective.Samples,
            TrainingRows,
            Labels is null ? null : new(Labels, _architecture.Prior.Clusters)));
        ObjectiveValue<ArrayValue> value = terms.WithLabels(_objective.Compute(ops, terms));
        return new Result(
            Number(value.Loss),
            new ElboMetrics(Number(terms.MeanReconstructionError), Number(terms.MeanKlDivergence)),
            value.Parts.ToDictionary(part => part.Name, part => Number(part.Value)));

        static double Number(ArrayValue number) => Assert.Single(number.Values);
    }

    internal sealed record Result(double Loss, ElboMetrics Elbo, IReadOnlyDictionary<string, double> Parts);
}
