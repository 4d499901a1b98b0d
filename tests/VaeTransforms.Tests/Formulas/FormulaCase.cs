using VaeTransforms.Formulas;

namespace VaeTransforms.Tests.Formulas;

/// <summary>A formula with inputs: what every interpreter has to compute alike.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="Inputs">[rows, width] each.</param>
/// <param name="Weights">Learned arrays.</param>
internal abstract record FormulaCase(string Name, ArrayValue[] Inputs, IReadOnlyList<WeightValues> Weights)
{
    public abstract T Compute<T>(ITensorOps<T> ops, T[] inputs, IReadOnlyDictionary<string, T> weights);

    /// <summary>Whether the value changes smoothly with an input.</summary>
    /// <param name="input">Its place in <see cref="Inputs"/>.</param>
    public virtual bool IsSmooth(int input) => true;

    // As many as the widest shape that layers are tried on.
    private const int MaxUniforms = 72;

    /// <summary>Uniform random numbers for formulas that need some while a network trains, [rows, width].</summary>
    public static ArrayValue Uniforms { get; } =
        new([.. Enumerable.Range(0, EveryFormula.Rows * MaxUniforms).Select(i => i * 0.618 % 1)], MaxUniforms);

    /// <summary>The value in double precision.</summary>
    /// <param name="trains">Whether a network trains by the formula.</param>
    public ArrayValue Reference(bool trains = false) => Reference(Inputs, Weights, trains);

    /// <summary>The same with other values.</summary>
    public ArrayValue Reference(ArrayValue[] inputs, IEnumerable<WeightValues> weights, bool trains)
    {
        var arrays = weights.ToDictionary(
            weight => weight.Shape.Name, weight => new ArrayValue(weight.Values, weight.Shape.Shape[^1]));
        return Compute(new ArrayOps { Uniforms = trains ? Uniforms : null }, inputs, arrays);
    }

    public sealed override string ToString() => Name;
}

/// <summary>A learned array with its values.</summary>
internal sealed record WeightValues(WeightShape Shape, double[] Values);

internal sealed record LayerCase(
    string Name, Layer Layer, TensorShape Shape, ArrayValue Input, IReadOnlyList<WeightValues> Weights)
    : FormulaCase(Name, [Input], Weights)
{
    public override T Compute<T>(ITensorOps<T> ops, T[] inputs, IReadOnlyDictionary<string, T> weights) =>
        Layer.Apply(ops, inputs[0], Shape, weights);
}

internal sealed record DensityCase(
    string Name, Likelihood Likelihood, ArrayValue X, ArrayValue Output, IReadOnlyList<WeightValues> Weights)
    : FormulaCase(Name, [X, Output], Weights)
{
    public override T Compute<T>(ITensorOps<T> ops, T[] inputs, IReadOnlyDictionary<string, T> weights) =>
        Likelihood.LogDensity(ops, inputs[0], inputs[1], weights);

    // A number that has a meaning of its own can be a step; training takes no derivative by it.
    public override bool IsSmooth(int input) => input > 0 || !Likelihood.HasOwnUnits;
}

internal sealed record EncodedCase(string Name, Likelihood Likelihood, ArrayValue X) : FormulaCase(Name, [X], [])
{
    public override T Compute<T>(ITensorOps<T> ops, T[] inputs, IReadOnlyDictionary<string, T> weights) =>
        Likelihood.Encoded(ops, inputs[0]);

    public override bool IsSmooth(int input) => false;
}

internal sealed record MeanCase(
    string Name, Likelihood Likelihood, ArrayValue Output, IReadOnlyList<WeightValues> Weights)
    : FormulaCase(Name, [Output], Weights)
{
    public override T Compute<T>(ITensorOps<T> ops, T[] inputs, IReadOnlyDictionary<string, T> weights) =>
        Likelihood.Mean(ops, inputs[0], weights);
}

internal sealed record DrawnCase(
    string Name, Likelihood Likelihood, ArrayValue Output, ArrayValue[] Numbers, IReadOnlyList<WeightValues> Weights)
    : FormulaCase(Name, [Output, .. Numbers], Weights)
{
    public override T Compute<T>(ITensorOps<T> ops, T[] inputs, IReadOnlyDictionary<string, T> weights) =>
        Likelihood.Drawn(ops, inputs[0], inputs[1..], weights);
}

/// <summary>A formula of a prior: of a posterior, or without log-variances the density of a latent vector.</summary>
internal sealed record PriorCase(
    string Name, Prior Prior, ArrayValue Mean, ArrayValue? LogVariance, IReadOnlyList<WeightValues> Weights)
    : FormulaCase(Name, LogVariance is null ? [Mean] : [Mean, LogVariance], Weights)
{
    public enum Formula
    {
        Whole,
        PerDimension,
        Clusters,
    }

    public Formula Of { get; init; }

    public override T Compute<T>(ITensorOps<T> ops, T[] inputs, IReadOnlyDictionary<string, T> weights)
    {
        int width = Mean.Width;
        IReadOnlyDictionary<string, T> arrays = Prior.Encoded(
            ops, weights, input => (ops.Columns(input, 0, width), ops.Columns(input, width, width)));
        return LogVariance is null ? Prior.LogDensity(ops, inputs[0], arrays) : Of switch
        {
            Formula.PerDimension => Prior.KlPerDimension(ops, inputs[0], inputs[1], arrays),
            Formula.Clusters => Prior.ClusterProbabilities(ops, inputs[0], inputs[1], arrays),
            _ => Prior.KlDivergence(ops, inputs[0], inputs[1], arrays),
        };
    }
}
