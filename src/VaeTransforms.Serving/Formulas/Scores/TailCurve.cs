using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Formulas;

/// <summary>
/// How unlikely a value is among held-out rows: -ln of the share of them that have a higher one, in nats. So values of different
/// units can be compared.
/// </summary>
/// <param name="Name">What the value is, in the names of the arrays.</param>
/// <remarks>
/// The curve is linear between the values that a half, a quarter, an eighth … of the rows exceed, as long as at least
/// <see cref="MinRowsAbove"/> do. Beyond the last of them it goes on in a line, which is an exponential tail. Below the lowest
/// value it goes on too, below 0, so that it increases everywhere.
/// </remarks>
internal sealed record TailCurve(string Name)
{
    // Quantiles that fewer rows exceed are mostly chance.
    private const int MinRowsAbove = 5;

    // Of the at most 32,768 held-out rows that are used, 2^-12 are eight.
    private const int MaxSegments = 12;

    // Values that differ by less, in units of the value, at least 1, differ by rounding or hardly at all. A shorter segment
    // would make nats of that.
    private const double Resolution = 1e-4;

    private const int LengthOf = 0;
    private const int RiseOf = 1;
    private const int Parts = 2;

    // Where the first segment starts, and the length and rise of each.
    private string Start => Name + "_start";

    private string Steps => Name + "_steps";

    public IEnumerable<ScoreArray> Arrays =>
    [
        new ScoreArray(Start, 1),
        new ScoreArray(Steps, ScoreArray.AnyRows, Parts) { IsPositive = true, MinRows = 1, MaxRows = MaxSegments },
    ];

    /// <summary>Learns the segments.</summary>
    /// <param name="heldOut">Values of held-out rows, at least one. NaN counts as the largest number.</param>
    public NamedTensor[] Learn(float[] heldOut)
    {
        float[] values = Array.ConvertAll(heldOut, Finite);
        float start = values.Min();
        var steps = new List<float>();
        double end = start;
        double nats = 0;
        for (int halvings = 1; halvings <= MaxSegments && Math.ScaleB(values.Length, -halvings) >= MinRowsAbove; halvings++)
        {
            double next = SampleQuantile.At(values, 1 - Math.ScaleB(1, -halvings));
            var length = (float)Math.Min(next - end, float.MaxValue);
            if (length > ShortestAt(end))
            {
                double rise = (halvings * Math.Log(2)) - nats;
                steps.AddRange(length, (float)rise);
                (end, nats) = (next, nats + rise);
            }
        }

        if (steps.Count == 0)
        {
            double length = Math.Max((double)values.Max() - start, ShortestAt(start));
            steps.AddRange((float)Math.Min(length, float.MaxValue), (float)Math.Log(2));
        }

        return [new NamedTensor(Start, [1], [start]), new NamedTensor(Steps, [steps.Count / Parts, Parts], [.. steps])];
    }

    /// <summary>The curve's value.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="arrays">What was learned.</param>
    /// <param name="value">[rows, 1].</param>
    /// <returns>Nats, [rows, 1].</returns>
    /// <remarks>
    /// A sum of rise · share over segments, where share is how far the value has come in the segment: 0 to 1, but below 0 in
    /// the first and above 1 in the last. All later terms are positive, so nothing cancels.
    /// </remarks>
    public T Nats<T>(IScoreOps<T> ops, LearnedArrays arrays, T value)
    {
        NamedTensor steps = arrays[Steps];
        int count = steps.Shape[0];
        double[] lengths = Part(LengthOf);
        double[] starts = [.. lengths.Select((_, i) => arrays[Start].Values[0] + lengths[..i].Sum())];
        T share = ops.Divide(ops.Subtract(ops.Repeat(value, count), ops.Vector(starts)), ops.Vector(lengths)); // [rows, count]
        T begun = count == 1 ? share : ops.Concat(ops.Columns(share, 0, 1), ops.Relu(ops.Columns(share, 1, count - 1)));
        T done = count == 1 ? share : ops.Concat(
            ops.Subtract(ops.Number(1), ops.Relu(ops.Subtract(ops.Number(1), ops.Columns(begun, 0, count - 1)))),
            ops.Columns(begun, count - 1, 1));
        return ops.RowSum(ops.Multiply(done, ops.Vector(Part(RiseOf))));

        double[] Part(int part) => [.. Enumerable.Range(0, count).Select(i => (double)steps.Values[(i * Parts) + part])];
    }

    private static double ShortestAt(double value) => Resolution * Math.Max(1, Math.Abs(value));

    private static float Finite(float value) =>
        float.IsNaN(value) ? float.MaxValue : Math.Clamp(value, -float.MaxValue, float.MaxValue);
}
