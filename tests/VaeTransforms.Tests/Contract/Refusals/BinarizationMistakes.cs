using static VaeTransforms.Tests.Contract.Refusals.OptionMistakes;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Bits that cannot be drawn.</summary>
internal static class BinarizationMistakes
{
    private static readonly VaeOptions Bits = Quick with { Likelihood = Likelihood.Bernoulli, DynamicBinarization = true };

    public static IReadOnlyList<Mistake> Contradictions { get; } =
    [
        Make(
            "Drawn bits with a density of numbers",
            () => Encode(Bits with { Likelihood = Likelihood.Gaussian }),
            "needs Likelihood.Bernoulli",
            "Likelihood is Gaussian") with
        { Parameter = "DynamicBinarization" },
        Make(
            "Drawn bits of values that may be missing",
            () => Encode(Bits with { MissingValues = MissingValues.Mask }),
            "without missing values",
            "MissingValues is Mask") with
        { Parameter = "DynamicBinarization" },
        Make(
            "Drawn bits beside a condition",
            () => Encode(Bits with { ConditionColumnName = "Kind" }),
            "ConditionColumnName",
            "'Kind'") with
        { Parameter = "DynamicBinarization" },
        Make("Drawn bits in a detector", () => Detect(Bits), "is for VaeEncode", "calibrated on rows as they come") with
        {
            Parameter = "DynamicBinarization",
        },
    ];
}
