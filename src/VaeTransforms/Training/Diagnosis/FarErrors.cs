namespace VaeTransforms.Training;

/// <summary>Errors far outside a normal distribution.</summary>
/// <param name="SquaredErrorShare">Their share of the sum of squared errors, in [0, 1].</param>
/// <param name="ValueShare">The share of values that have them, in [0, 1].</param>
internal readonly record struct FarErrors(double SquaredErrorShare, double ValueShare)
{
    /// <summary>In standard deviations. A normal distribution goes beyond in 2 of 10⁹ values.</summary>
    public const double Limit = 6;
}
