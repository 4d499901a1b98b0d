using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record Layer
{
    /// <summary>
    /// While a network trains, sets each value to 0 with some probability and scales the others so that the mean stays. A trained
    /// network passes values on unchanged.
    /// </summary>
    /// <param name="rate">The probability, from 0 to below 1. Default: 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <remarks>Srivastava and others 2014, 'Dropout: a simple way to prevent neural networks from overfitting'.</remarks>
    public static Layer Dropout(double rate = 0.5) => new DropoutLayer(rate);
}

/// <summary>x · mask / (1 - rate), where the mask is 0 with probability rate and otherwise 1; outside training x.</summary>
/// <param name="Rate">The probability of 0.</param>
internal sealed record DropoutLayer(double Rate) : Layer
{
    public double Rate { get; } = OptionRule.Check(Rate, Rate is >= 0 and < 1, "must be a number in [0, 1).", "rate");

    public override int UniformsPerRow(TensorShape input) => input.Width;

    public override T Apply<T>(ITensorOps<T> ops, T input, TensorShape shape, IReadOnlyDictionary<string, T> weights) =>
        ops.TryUniforms(input, out T uniforms)
            ? ops.Multiply(input, ops.WhereLess(uniforms, ops.Number(Rate), ops.Number(0), ops.Number(1 / (1 - Rate))))
            : input;
}
