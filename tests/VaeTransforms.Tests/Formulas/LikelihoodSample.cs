using VaeTransforms.Formulas;

namespace VaeTransforms.Tests.Formulas;

/// <summary>A likelihood, fitted to generated rows, with other rows and a decoder's output for them.</summary>
/// <param name="Likelihood">The fitted one.</param>
/// <param name="Rows">What it was fitted to.</param>
/// <param name="X">Values that it has a density for, [rows, width].</param>
/// <param name="Output">What a decoder could give.</param>
/// <param name="Weights">Its arrays.</param>
internal sealed record LikelihoodSample(
    Likelihood Likelihood, SlotValues Rows, ArrayValue X, ArrayValue Output, IReadOnlyList<WeightValues> Weights)
{
    private const int RowsToFit = 200;

    public static LikelihoodSample Of(Likelihood likelihood)
    {
        ArrayValue rows = Values(likelihood, seed: 6, RowsToFit);
        var values = new SlotValues(rows.Width, slot => Column(rows, slot));
        Likelihood fitted = likelihood.Fitted(values);
        return new LikelihoodSample(
            fitted,
            values,
            Values(likelihood, seed: 5, EveryFormula.Rows),
            EveryFormula.Normal(4, fitted.Outputs(EveryFormula.Width)),
            EveryFormula.Weights(fitted.Weights(EveryFormula.Width)));
    }

    /// <summary>
    /// Values within the likelihood's bounds. In the first column, and everywhere if they must be separate, they are whole; of
    /// those within two bounds at most one in a row is not 0, so that they can be a category.
    /// </summary>
    private static ArrayValue Values(Likelihood likelihood, int seed, int rows)
    {
        ArrayValue normal = EveryFormula.Normal(seed, EveryFormula.Width, rows);
        bool isCategory = likelihood.IsDiscrete && double.IsFinite(likelihood.Max);
        return normal with
        {
            Values =
            [
                .. normal.Values.Select((value, i) =>
                {
                    int column = i % EveryFormula.Width;
                    double bounded = Bounded(likelihood, value);
                    return isCategory && (i / EveryFormula.Width % EveryFormula.Width) != column ? 0
                        : likelihood.IsDiscrete || column == 0 ? Math.Round(bounded)
                        : (float)bounded;
                }),
            ],
        };
    }

    private static double Bounded(Likelihood likelihood, double value) =>
        (double.IsFinite(likelihood.Min), double.IsFinite(likelihood.Max)) switch
        {
            (true, true) => likelihood.Min + ((likelihood.Max - likelihood.Min) / (1 + Math.Exp(-value))),
            (true, false) => likelihood.Min + Math.Exp(value),
            _ => value,
        };

    private static float[] Column(ArrayValue rows, int slot) =>
        [.. Enumerable.Range(0, rows.Rows).Select(row => (float)rows.At(row, slot))];
}
