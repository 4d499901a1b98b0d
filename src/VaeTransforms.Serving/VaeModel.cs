using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;
using VaeTransforms.Scoring;

namespace VaeTransforms;

/// <summary>
/// A trained variational autoencoder, for use without a pipeline and without libtorch. It encodes, decodes, samples and
/// scores rows, and can be saved and loaded.
/// </summary>
/// <remarks>
/// Rows are in the units of the input, because the model contains its normalization. Slots that lie far from 0, such as dates,
/// hold the difference from <see cref="RowCenters"/>. A row with NaN or infinity gives NaN; for a model that was trained with
/// <c>MissingValues.Mask</c>, NaN is a missing value.
/// A model is thread-safe. It owns ONNX Runtime sessions, so dispose it when done.
/// </remarks>
public sealed partial class VaeModel : IDisposable
{
    private readonly VaeScorer _scorer;

    internal VaeModel(TrainedVae trained) => _scorer = new VaeScorer(trained);

    /// <summary>The network and its sizes.</summary>
    public VaeArchitecture Architecture => Trained.Architecture;

    /// <summary>How the model rescales its input.</summary>
    public Normalization Normalization => Trained.Normalization;

    /// <summary>The column that the model was trained on; of a table the first.</summary>
    public string InputColumnName => Trained.InputColumnName;

    /// <summary>The columns that the model was trained on: one vector, or those of a table.</summary>
    public IReadOnlyList<string> InputColumnNames => Trained.InputColumnNames;

    /// <summary>The columns of the data with their slots in a row, from the first slot to the last.</summary>
    public IReadOnlyList<VaeColumn> Columns => Trained.Columns;

    /// <summary>The names of the slots, [D]; null if they had none.</summary>
    public IReadOnlyList<string>? SlotNames => Trained.SlotNames;

    /// <summary>How the model was trained.</summary>
    public TrainingSummary Training => Trained.Training;

    internal TrainedVae Trained => _scorer.Model;

    internal VaeScorer Scorer => _scorer;

    /// <summary>The latent code of a row: the mean of its posterior.</summary>
    /// <param name="row">[D].</param>
    /// <returns>[K].</returns>
    /// <exception cref="ArgumentException">The length of the row is not D.</exception>
    public float[] Encode(float[] row) => Encode([row])[0];

    /// <summary>The latent codes of rows.</summary>
    /// <param name="rows">[n], each [D].</param>
    /// <returns>[n], each [K].</returns>
    /// <exception cref="ArgumentException">The length of a row is not D.</exception>
    public float[][] Encode(IReadOnlyList<float[]> rows) => Compute(rows, VaeOutputs.Mean);

    /// <summary>The posterior q(z | x) of a row.</summary>
    /// <param name="row">[D].</param>
    /// <returns>Mean and log-variance, each [K].</returns>
    /// <exception cref="ArgumentException">The length of the row is not D.</exception>
    public LatentPosterior EncodePosterior(float[] row)
    {
        CheckRow(row);
        BatchScorer batch = _scorer.Rent(VaeOutputs.Encoder);
        try
        {
            row.CopyTo(batch.Input(0));
            batch.Run(1);
            return new LatentPosterior([.. batch.Output(VaeOutputs.Mean, 0)], [.. batch.Output(VaeOutputs.LogVariance, 0)]);
        }
        finally
        {
            _scorer.Return(VaeOutputs.Encoder, batch);
        }
    }

    /// <summary>
    /// Decodes a latent point. The result is the mean of p(x | z), which for a Bernoulli likelihood is a probability. With
    /// <see cref="VaeTransforms.Normalization.Quantile"/> it is the median.
    /// </summary>
    /// <param name="latent">[K].</param>
    /// <returns>[D], in the units of the input.</returns>
    /// <exception cref="ArgumentException">The length of the point is not K.</exception>
    public float[] Decode(float[] latent) => Decode([latent])[0];

    /// <summary>Decodes latent points.</summary>
    /// <param name="latents">[n], each [K].</param>
    /// <returns>[n], each [D], in the units of the input.</returns>
    /// <exception cref="ArgumentException">The length of a point is not K.</exception>
    public float[][] Decode(IReadOnlyList<float[]> latents)
    {
        CheckPoints(latents);
        return DecodeCodes(latents);
    }

    /// <summary>Decodes the latent code of a row.</summary>
    /// <param name="row">[D].</param>
    /// <returns>[D], in the units of the input.</returns>
    /// <exception cref="ArgumentException">The length of the row is not D.</exception>
    public float[] Reconstruct(float[] row) => Reconstruct([row])[0];

    /// <summary>Decodes the latent codes of rows.</summary>
    /// <param name="rows">[n], each [D].</param>
    /// <returns>[n], each [D], in the units of the input.</returns>
    /// <exception cref="ArgumentException">The length of a row is not D.</exception>
    public float[][] Reconstruct(IReadOnlyList<float[]> rows) => Compute(rows, VaeOutputs.Reconstruction);

    /// <summary>The score of a row, computed by <see cref="AnomalyScore"/>.</summary>
    /// <param name="row">[D].</param>
    /// <returns>
    /// Higher is more anomalous. The unit is nats, except for scores that are distances and for
    /// <see cref="AnomalyScore.Combined"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The length of the row is not D.</exception>
    public float Score(float[] row) => Score([row])[0];

    /// <summary>The scores of rows, computed by <see cref="AnomalyScore"/>.</summary>
    /// <param name="rows">[n], each [D].</param>
    /// <returns>[n]. Higher is more anomalous; the unit is that of <see cref="Score(float[])"/>.</returns>
    /// <exception cref="ArgumentException">The length of a row is not D.</exception>
    public float[] Score(IReadOnlyList<float[]> rows) => [.. Compute(rows, VaeOutputs.Score).Select(score => score[0])];

    /// <summary>Decodes points on the straight line between two latent points, both ends included.</summary>
    /// <param name="from">[K], for example <see cref="Encode(float[])"/> of a row.</param>
    /// <param name="to">[K].</param>
    /// <param name="steps">The number of points on the line, from 2.</param>
    /// <returns>[steps], each [D], in the units of the input.</returns>
    /// <exception cref="ArgumentException">The length of a point is not K, or a value is not finite.</exception>
    /// <seealso cref="LatentPoints.Arc"/>
    public float[][] Interpolate(float[] from, float[] to, int steps)
    {
        CheckPoints([from, to]);
        return Decode(LatentPoints.Line(from, to, steps));
    }

    /// <summary>Measures how well the model fits the rows of a view.</summary>
    /// <param name="data">Rows, which may be new. Rows with NaN or infinity are skipped and counted.</param>
    /// <param name="inputColumnName">The column to read. Default: null, the column that the model was trained on.</param>
    /// <param name="samples">The number of draws of z per row for the sampled bound, from 1.</param>
    /// <param name="seed">The seed of these draws.</param>
    /// <exception cref="ArgumentException">
    /// The column is missing, or it has another number of values, or there is no row to measure.
    /// </exception>
    public VaeEvaluation Evaluate(IDataView data, string? inputColumnName = null, int samples = 1, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        IRowInputs inputs = ModelInputs.Find(data.Schema, Trained, inputColumnName);

        using DataViewRowCursor cursor = data.GetRowCursor(inputs.Columns);
        using var estimator = new ElboEstimator(_scorer, samples, seed);
        RowReader reader = inputs.CreateReader(cursor);
        var row = new float[inputs.Size];
        while (cursor.MoveNext())
        {
            reader.Read(row);
            estimator.Add(row);
        }

        VaeEvaluation evaluation = estimator.Result();
        return evaluation.Rows > 0
            ? evaluation
            : throw new ArgumentException(
                $"An evaluation needs at least 1 row that the model can use, but "
                    + NameList.Described(inputs.Columns.Select(column => column.Name))
                    + $" gives none: {OptionRule.Text(evaluation.SkippedRows)} rows were skipped. Give rows without NaN and "
                    + "infinity.");
    }

    /// <summary>Releases the sessions.</summary>
    public void Dispose() => _scorer.Dispose();

    private float[][] Compute(IReadOnlyList<float[]> rows, VaeOutputs output)
    {
        CheckRows(rows);
        if (rows.Count == 1)
        {
            BatchScorer one = _scorer.Rent(output);
            try
            {
                return BatchedRows.Compute(one, rows, output);
            }
            finally
            {
                _scorer.Return(output, one);
            }
        }

        using BatchScorer batch = _scorer.CreateBatch(
            output, Math.Clamp(rows.Count, 1, VaeScorer.PreferredBatchSize(Trained, output)));
        return BatchedRows.Compute(batch, rows, output);
    }

    private float[][] DecodeCodes(IReadOnlyList<float[]> codes)
    {
        using BatchScorer batch = _scorer.CreateDecoder(
            Math.Clamp(codes.Count, 1, VaeScorer.PreferredBatchSize(Architecture)));
        return BatchedRows.Compute(batch, codes, VaeOutputs.Reconstruction);
    }

    private void CheckPoints(IReadOnlyList<float[]> latents)
    {
        CheckLengths(latents);
        CheckCondition();
    }

    private void CheckLengths(IReadOnlyList<float[]> latents)
    {
        ArgumentNullException.ThrowIfNull(latents);
        foreach (float[] latent in latents)
        {
            ArgumentNullException.ThrowIfNull(latent);
            if (latent.Length != Architecture.LatentDimension)
            {
                throw new ArgumentException(
                    $"The latent point has {latent.Length} values, but the model has {Architecture.LatentDimension} latent "
                    + "dimensions. Use a point with one value for each of them, such as Encode returns.");
            }
        }
    }
}
