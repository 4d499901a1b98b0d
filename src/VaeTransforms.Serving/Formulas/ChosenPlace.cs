namespace VaeTransforms.Formulas;

/// <summary>Chooses one place of each group of adjacent columns with given probabilities.</summary>
/// <param name="Indicator">1 at the place chosen and 0 elsewhere, [rows, columns].</param>
/// <param name="Before">The probability of the places before each, [rows, columns].</param>
internal readonly record struct ChosenPlace<T>(T Indicator, T Before)
{
    /// <summary>Chooses.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="probabilities">[rows, columns]; those of a group add up to 1.</param>
    /// <param name="uniforms">The uniform number of its group in each column, [rows, columns].</param>
    /// <param name="places">The place of each column in its group, from 0.</param>
    /// <param name="lasts">1 for the last column of a group that can be chosen, 0 for others.</param>
    /// <remarks>
    /// Sums of the places before are made by doubling: of one, two, four and so on. Hillis and Steele 1986, 'Data parallel
    /// algorithms'.
    /// </remarks>
    public static ChosenPlace<T> Of(
        ITensorOps<T> ops, T probabilities, T uniforms, int[] places, double[] lasts)
    {
        T upTo = probabilities;
        for (int step = 1; step <= places.Max(); step *= 2)
        {
            T rotated = ops.Concat(
                ops.Columns(upTo, places.Length - step, step), ops.Columns(upTo, 0, places.Length - step));
            double[] isOwn = Array.ConvertAll(places, place => place >= step ? 1.0 : 0);
            upTo = ops.Add(upTo, ops.Multiply(rotated, ops.Vector(isOwn)));
        }

        // Rounding can leave the sum of a group below the uniform number, so its last place ends above 1.
        T before = ops.Subtract(upTo, probabilities);
        T isBelow = ops.WhereLess(uniforms, ops.Add(upTo, ops.Vector(lasts)), ops.Number(1), ops.Number(0));
        return new ChosenPlace<T>(ops.WhereLess(uniforms, before, ops.Number(0), isBelow), before);
    }
}
