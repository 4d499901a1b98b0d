using Microsoft.ML;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;
using VaeTransforms.Scoring;

namespace VaeTransforms.Analysis;

/// <summary>The posteriors of the usable rows of a view.</summary>
/// <param name="Rows">The usable rows and their factors.</param>
/// <param name="Posteriors">[n], one for each usable row.</param>
/// <param name="Conditions">[n], each as the decoder takes it; empty for a model without a condition.</param>
internal sealed record EncodedRows(
    UsableRows Rows, IReadOnlyList<LatentPosterior> Posteriors, IReadOnlyList<float[]> Conditions)
{
    /// <summary>n, the number of usable rows.</summary>
    public int Count => Posteriors.Count;

    /// <summary>What the decoder takes for a row: its mean, and its condition.</summary>
    public float[] Code(int row) => [.. Posteriors[row].Mean, .. Conditions[row]];

    /// <summary>Reads and encodes a view.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="data">The view.</param>
    /// <param name="inputColumnName">The column to read; null for the column that the model was trained on.</param>
    /// <param name="factorColumnNames">The columns of the factors; null for none.</param>
    /// <exception cref="ArgumentException">A column is missing or does not fit.</exception>
    public static EncodedRows Read(
        VaeScorer scorer, IDataView data, string? inputColumnName, IReadOnlyList<string>? factorColumnNames = null)
    {
        VaeArchitecture architecture = scorer.Model.Architecture;
        IRowInputs inputs = ModelInputs.Find(data.Schema, scorer.Model, inputColumnName);
        FactorColumn[] factors = factorColumnNames is null ? [] : FactorColumn.Find(data.Schema, factorColumnNames);

        using BatchScorer encoder = scorer.CreateBatch(VaeOutputs.Encoder, VaeScorer.PreferredBatchSize(architecture));
        var posteriors = new List<LatentPosterior>();
        var conditions = new List<float[]>();
        int pending = 0;
        UsableRows rows = UsableRows.Read(data, inputs, factors, Encode, architecture.HasMask);
        Flush();
        return new EncodedRows(rows, posteriors, conditions);

        void Encode(ReadOnlySpan<float> row)
        {
            row.CopyTo(encoder.Input(pending));
            conditions.Add(row[architecture.ScoredSlots..].ToArray());
            if (++pending == encoder.Capacity)
            {
                Flush();
            }
        }

        void Flush()
        {
            if (pending > 0)
            {
                encoder.Run(pending);
                for (int i = 0; i < pending; i++)
                {
                    posteriors.Add(new LatentPosterior(
                        [.. encoder.Output(VaeOutputs.Mean, i)], [.. encoder.Output(VaeOutputs.LogVariance, i)]));
                }

                pending = 0;
            }
        }
    }
}
