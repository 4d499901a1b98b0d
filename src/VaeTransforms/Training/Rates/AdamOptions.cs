using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>The constants of the optimizer Adam. The step size is <see cref="VaeOptions.LearningRate"/>.</summary>
/// <remarks>
/// Kingma and Ba 2015, 'Adam: a method for stochastic optimization'; Loshchilov and Hutter 2019, 'Decoupled weight decay
/// regularization'. A property throws <see cref="ArgumentOutOfRangeException"/> if it is set to a value out of range.
/// </remarks>
public sealed record AdamOptions
{
    /// <summary>How much of the mean of gradients a step keeps, in [0, 1). Default: 0.9.</summary>
    public double Beta1
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and < 1, "must be in [0, 1).");
    } = 0.9;

    /// <summary>How much of the mean of squared gradients a step keeps, in [0, 1). Default: 0.999.</summary>
    public double Beta2
    {
        get;
        init => field = OptionRule.Check(value, value is >= 0 and < 1, "must be in [0, 1).");
    } = 0.999;

    /// <summary>
    /// What is added to the root of the mean of squared gradients before a step is divided by it, above 0. More makes smaller
    /// steps where gradients are small. Default: 1e-8.
    /// </summary>
    public double Epsilon
    {
        get;
        init => field = OptionRule.Check(value, value is > 0 and < double.PositiveInfinity, "must be a finite number above 0.");
    } = 1e-8;

    /// <summary>
    /// In each step, the matrices of the network shrink by this share times the step size; in [0, ∞). Biases and the variances of
    /// a likelihood do not shrink. Default: 0.
    /// </summary>
    /// <remarks>The decay is decoupled from the gradient, as in AdamW, so it is not divided by Adam's denominator.</remarks>
    public double WeightDecay
    {
        get;
        init => field = OptionRule.Check(
            value, value is >= 0 and < double.PositiveInfinity, "must be a finite number in [0, ∞); 0 turns it off.");
    }
}
