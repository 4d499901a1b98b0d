using TorchSharp;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>What the findings about a fit rest on.</summary>
internal sealed record TrainingFigures
{
    // A slot with one value in more of the rows is sparse, like a pixel that is almost always blank.
    private const double MaxSameShare = 0.1;

    // Shares and means need no more rows, and so many cost less than a hundredth of a usual fit.
    private const int MaxRows = 2000;

    public required TrainingPlan Plan { get; init; }

    public required EpochMetrics Best { get; init; }

    public required int TrainingRows { get; init; }

    /// <summary>The latent dimensions, [K].</summary>
    public required IReadOnlyList<LatentSignal> Dimensions { get; init; }

    /// <summary>How many latent dimensions distinguish rows.</summary>
    public int ActiveDimensions => Dimensions.Count(dimension => !dimension.IsSameForAllRows);

    /// <summary>Slots that do not differ among the training rows.</summary>
    public required IReadOnlyList<int> ConstantSlots { get; init; }

    /// <summary>The learned log-variance of each slot; null for a likelihood without it.</summary>
    public required float[]? LogVariances { get; init; }

    /// <summary>
    /// Errors beyond 6 standard deviations, without slots that have one value in many rows: these are sparse, not heavy-tailed.
    /// Null for a likelihood that is not Gaussian, or if there is no other slot.
    /// </summary>
    public required FarErrors? Far { get; init; }

    /// <summary>Measures a trained network.</summary>
    /// <param name="network">With the weights that are kept.</param>
    /// <param name="batches">All rows.</param>
    /// <param name="plan">What it was trained by.</param>
    /// <param name="split">Which rows are held out.</param>
    /// <param name="constantSlots">Slots that do not differ among the training rows.</param>
    /// <param name="best">The epoch whose weights are kept.</param>
    public static TrainingFigures Measure(
        TorchNetwork network,
        TrainingBatches batches,
        TrainingPlan plan,
        RowSplit split,
        IReadOnlyList<int> constantSlots,
        EpochMetrics best)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGradients = no_grad();
        VaeArchitecture architecture = network.Architecture;
        long[] rows = RandomSubset.Of(split.Validation.Length > 0 ? split.Validation : split.Training, MaxRows, plan.Seed);
        int slots = architecture.InputSize;
        Tensor read = batches.Read(tensor(rows));
        Tensor x = read.narrow(1, 0, slots); // [n, D]
        Tensor? mask = architecture.HasMask ? read.narrow(1, slots, slots) : null; // [n, D]
        var formula = new VaeFormula<Tensor>(new TorchOps(), architecture, name => network[name]);
        (Tensor mean, Tensor logVariance) = formula.Encode(new InputRows<Tensor>(x, mask)); // [n, K]
        string learned = $"{VaeArchitecture.LikelihoodName}.{LearnedVariance.Name}";
        bool hasVariances = network.Shapes.Any(shape => shape.Name == learned && shape.Count == slots);
        Tensor? variances = hasVariances ? network[learned] : null; // [D]
        return new TrainingFigures
        {
            Plan = plan,
            Best = best,
            TrainingRows = split.Training.Length,
            Dimensions = Signals(mean, logVariance),
            ConstantSlots = constantSlots,
            LogVariances = variances?.data<float>().ToArray(),
            Far = architecture.Likelihood is GaussianLikelihood
                ? FarOf(x, (x - formula.Decode(mean)) / variances!.Times(0.5).exp(), mask ?? ones_like(x))
                : null,
        };
    }

    private static LatentSignal[] Signals(Tensor mean, Tensor logVariance)
    {
        float[] ofMeans = Floats(mean.var(0, unbiased: false));
        float[] variances = Floats(logVariance.exp().mean([0L]));
        float[] nats = Floats((logVariance.expm1() + (mean * mean) - logVariance).mean([0L]).Times(0.5));
        return [.. nats.Select((kl, k) => new LatentSignal(ofMeans[k], variances[k], kl))];
    }

    /// <param name="x">[n, D].</param>
    /// <param name="errors">In standard deviations, [n, D].</param>
    /// <param name="mask">1 where there is a value, 0 where it is missing, [n, D].</param>
    private static FarErrors? FarOf(Tensor x, Tensor errors, Tensor mask)
    {
        // A sparse slot has its most frequent value in the middle, or at an end of its range.
        Tensor sorted = x.sort(0).Values; // [n, D]
        Tensor same = maximum(Same(x.shape[0] / 2), maximum(Same(0), Same(x.shape[0] - 1))); // [D]
        Tensor counted = mask * (same < mask.sum(0).Times(MaxSameShare)).to(float32); // [n, D]
        Tensor squares = errors * errors * counted;
        Tensor isFar = (squares > tensor(FarErrors.Limit * FarErrors.Limit, float32)).to(float32);
        double values = counted.sum().item<float>();
        double total = squares.sum().item<float>();
        return values > 0 && total > 0
            ? new FarErrors((squares * isFar).sum().item<float>() / total, isFar.sum().item<float>() / values)
            : null;

        Tensor Same(long place) => ((x == sorted.select(0, place)).to(float32) * mask).sum(0);
    }

    private static float[] Floats(Tensor tensor) => tensor.data<float>().ToArray();
}
