using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Formulas;

/// <summary>
/// Draws z = mean + exp(logVariance / 2) · noise of q(z|x), with the same noise for every row and in every process.
/// </summary>
/// <param name="Noise">Standard normal, [draws · K].</param>
/// <param name="Z">The draws of a row one after the other, [rows, draws · K].</param>
/// <param name="Errors">-ln p(x | z) of each draw, nats, [rows, draws].</param>
internal readonly record struct PosteriorDraws<T>(T Noise, T Z, T Errors)
{
    /// <summary>Draws for each row.</summary>
    /// <param name="ops">What computes them.</param>
    /// <param name="row">The rows.</param>
    /// <param name="count">Draws per row.</param>
    public static PosteriorDraws<T> Of(IScoreOps<T> ops, IScoreInputs<T> row, int count)
    {
        var normal = new float[count * row.Model.Architecture.LatentDimension];
        StandardNormal.Fill(new Random(row.Model.Training.Seed), normal);
        T noise = ops.Vector(Array.ConvertAll(normal, value => (double)value));
        T deviation = ops.Exp(ops.Multiply(ops.Number(0.5), row.LogVariance)); // [rows, K]
        T z = ops.Add(ops.Tile(row.Mean, count), ops.Multiply(ops.Tile(deviation, count), noise)); // [rows, draws · K]
        return new PosteriorDraws<T>(noise, z, row.ReconstructionErrors(z));
    }
}

/// <summary>How many draws a score may take.</summary>
internal static class DrawCount
{
    // Each draw is a row through the decoder, and its noise K constants in the graph.
    private const int Max = 1024;

    /// <summary>Refuses a number that is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static int Check(int samples) =>
        OptionRule.Check(samples, samples is >= 1 and <= Max, "must be from 1 to 1024; 16 is usual.", nameof(samples));
}
