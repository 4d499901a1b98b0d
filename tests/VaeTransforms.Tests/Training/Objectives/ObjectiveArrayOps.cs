using VaeTransforms.Formulas;
using VaeTransforms.Training;

namespace VaeTransforms.Tests.Training.Objectives;

/// <summary>Computes objectives in double precision, by plain loops over rows: the reference of compiled functions.</summary>
internal sealed class ObjectiveArrayOps : ArrayOps, IObjectiveOps<ArrayValue>
{
    public ArrayValue BatchMean(ArrayValue a) => new(
        [.. Enumerable.Range(0, a.Width).Select(column => Enumerable.Range(0, a.Rows).Average(row => a.At(row, column)))],
        a.Width);

    public ArrayValue ToSamples(ArrayValue a, int samples) =>
        ByRow(a.Rows * samples, a.Width, (row, column) => a.At(row / samples, column));

    public ArrayValue SamplesLogMeanExp(ArrayValue a, int samples) =>
        ByRow(a.Rows / samples, a.Width, (row, column) => Math.Log(
            Enumerable.Range(row * samples, samples).Average(sample => Math.Exp(a.At(sample, column)))));

    public ArrayValue FirstOfPairs(ArrayValue a) =>
        ByRow(a.Rows * a.Rows, a.Width, (pair, column) => a.At(pair / a.Rows, column));

    public ArrayValue SecondOfPairs(ArrayValue a) =>
        ByRow(a.Rows * a.Rows, a.Width, (pair, column) => a.At(pair % a.Rows, column));

    public ArrayValue PairsLogMeanExp(ArrayValue a, double own)
    {
        int rows = (int)Math.Sqrt(a.Rows);
        return ByRow(rows, a.Width, (row, column) => Math.Log(Enumerable.Range(0, rows).Sum(other =>
            (other == row ? own : (1 - own) / (rows - 1)) * Math.Exp(a.At((row * rows) + other, column)))));
    }

    public ArrayValue StopGradient(ArrayValue a) => a;

    public ArrayValue ScaleGradient(ArrayValue a, Func<ArrayValue> factor) => a;

    private static ArrayValue ByRow(int rows, int width, Func<int, int, double> of) => new(
        [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, width).Select(column => of(row, column)))], width);
}
