using Microsoft.ML;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>What the first pass over a view keeps that is streamed afterwards.</summary>
/// <param name="Rows">The rows in memory.</param>
/// <param name="AreHeldOut">Which of them are held out.</param>
/// <param name="Stream">All training rows.</param>
internal sealed record SampledRows(RowMatrix Rows, bool[] AreHeldOut, RowStream Stream)
{
    /// <summary>Reads a view whose rows are slots as they come.</summary>
    /// <param name="data">The view.</param>
    /// <param name="inputs">The features.</param>
    /// <param name="options">What to do with missing values, and when to cancel.</param>
    /// <param name="pass">What else to read, and how much to keep.</param>
    /// <exception cref="ArgumentException">A value cannot be used.</exception>
    public static SampledRows Read(IDataView data, IRowInputs inputs, VaeOptions options, SamplePass pass)
    {
        ColumnMoments moments = ColumnMoments.OfRowsToCome(inputs.Size);
        var sample = new RowSample<float>(
            inputs.Size, pass.Shares.SampleRows(inputs.Size * sizeof(float)), pass, moments.Add);
        FeatureRows.Read(data, inputs, options, sample);
        return Of(new RowMatrix(sample.ToValues(), inputs.Size), data, inputs, pass, sample, moments);
    }

    /// <summary>What a first pass kept.</summary>
    /// <param name="rows">The rows in memory, as slots.</param>
    /// <param name="data">The view.</param>
    /// <param name="inputs">The features.</param>
    /// <param name="pass">What was read.</param>
    /// <param name="sample">What was kept.</param>
    /// <param name="moments">Of all training rows; null if they are not known.</param>
    public static SampledRows Of<T>(
        RowMatrix rows, IDataView data, IRowInputs inputs, SamplePass pass, RowSample<T> sample, ColumnMoments? moments)
        where T : unmanaged
    {
        RowStream stream = RowStream.Of(data, inputs, pass, sample, moments);
        return new SampledRows(rows, [.. sample.Kept.Select(row => row.IsHeldOut)], stream);
    }
}

/// <summary>How to read a view whose rows do not fit into memory.</summary>
/// <param name="Shares">Of the memory.</param>
/// <param name="Keys">Which rows to keep, and which are held out.</param>
/// <param name="Weights">The weights of the rows; null for none.</param>
/// <param name="Labels">The labels of the rows; null for none.</param>
/// <param name="Sides">Columns to read in the same pass, weights and labels too.</param>
internal sealed record SamplePass(
    MemoryShares Shares, RowKeys Keys, WeightColumn? Weights, ClassColumn? Labels, IReadOnlyList<ISideColumn> Sides);
