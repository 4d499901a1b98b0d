namespace VaeTransforms;

/// <content>Bits that are drawn from intensities.</content>
public sealed partial record VaeOptions
{
    /// <summary>
    /// Whether training takes values in [0, 1] as the probabilities of bits, and draws the bits of a row anew each time that it
    /// takes the row. Default: false, values are taken as they are.
    /// </summary>
    /// <remarks>
    /// <para>
    /// It needs <see cref="Likelihood.Bernoulli"/>. Papers that report ln p(x) of binary images train so, because a network
    /// learns bits by heart that were drawn once. The held-out ELBO is that of bits that are the same in each epoch. Scores and
    /// columns of the model take rows as they come: for ln p(x) of bits, give it bits.
    /// </para>
    /// <para>
    /// Not for detectors, rows with missing values or <see cref="ConditionColumnName"/>. Salakhutdinov and Murray 2008, 'On the
    /// quantitative analysis of deep belief networks'; Burda and others 2016, appendix D.
    /// </para>
    /// </remarks>
    public bool DynamicBinarization { get; init; }

    /// <summary>Checks the rules between binarization and other options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    private void ValidateBinarization()
    {
        if (!DynamicBinarization)
        {
            return;
        }

        const string ChangeOne = "Leave DynamicBinarization unset, or change the other one.";
        string? conflict =
            Likelihood is not BernoulliLikelihood ? $"needs Likelihood.Bernoulli, but Likelihood is {Likelihood}. {ChangeOne}"
            : MissingValues == MissingValues.Mask
                ? $"needs rows without missing values, but MissingValues is Mask. {ChangeOne}"
            : ConditionColumnName is { } condition
                ? $"must not be set together with ConditionColumnName, but that is '{condition}'. {ChangeOne}"
            : IsForDetector
                ? "is for VaeEncode: a detector is calibrated on rows as they come, and not on drawn bits. Leave it unset."
            : null;
        if (conflict is not null)
        {
            throw new ArgumentException($"DynamicBinarization {conflict}", nameof(DynamicBinarization));
        }
    }
}
