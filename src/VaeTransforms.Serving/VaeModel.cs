using Microsoft.ML;
using VaeTransforms.Anomaly;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;
using VaeTransforms.Scoring;

namespace VaeTransforms;

/// <summary>
/// A trained variational autoencoder by itself: encodes, decodes, samples, and is saved and loaded, without a pipeline
/// and without libtorch.
/// </summary>
/// <remarks>
/// Rows are in the input's own units; the model holds its normalisation. A row with NaN or infinity gives NaN. Thread-safe.
/// It owns ONNX Runtime sessions: dispose it when done.
/// </remarks>
public sealed class VaeModel : IDisposable
{
    private readonly VaeScorer _scorer;

    internal VaeModel(TrainedVae trained) => _scorer = new VaeScorer(trained);

    /// <summary>The network's shape.</summary>
    public VaeArchitecture Architecture => Trained.Architecture;

    /// <summary>How the model rescales its input.</summary>
    public Normalization Normalization => Trained.Normalization;

    /// <summary>The column the model was trained on.</summary>
    public string InputColumnName => Trained.InputColumnName;

    /// <summary>[D] names of the input's values, or null where that column had none.</summary>
    public IReadOnlyList<string>? SlotNames => Trained.SlotNames;

    /// <summary>How the model came to be.</summary>
    public TrainingSummary Training => Trained.Training;

    /// <summary>What rows are scored by: <see cref="AnomalyScore.NegativeElbo"/> for a model that was not trained as a detector.</summary>
    public AnomalyScore AnomalyScore => Trained.Scoring.Score;

    /// <summary>Where scores start to count as anomalous; null for a model that was not trained as a detector.</summary>
    public AnomalyThreshold? Threshold => Trained.Threshold;

    internal TrainedVae Trained => _scorer.Model;

    internal VaeScorer Scorer => _scorer;

    /// <summary>Reads a model that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VaeModelFormatException">The file is truncated, damaged, foreign or of a newer format.</exception>
    public static VaeModel Load(string path) => new(GraphReader.Read(File.ReadAllBytes(path)));

    /// <summary>Reads a model that <see cref="Save(Stream)"/> wrote, to the end of the stream.</summary>
    /// <param name="stream">Is left open.</param>
    /// <exception cref="VaeModelFormatException">The bytes are truncated, damaged, foreign or of a newer format.</exception>
    public static VaeModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return new VaeModel(GraphReader.Read(buffer.ToArray()));
    }

    /// <summary>
    /// The whole model, decoder included, out of a fitted pipeline or one that <c>mlContext.Model.Load</c> gave.
    /// </summary>
    /// <param name="transformer">The pipeline, or the transformer itself.</param>
    /// <param name="inputColumnName">Needed only where the pipeline holds several models: the column the wanted one reads.</param>
    /// <returns>A model with a life of its own.</returns>
    /// <exception cref="ArgumentException">There is no model, or there are several and none or more than one is named.</exception>
    /// <exception cref="VaeModelFormatException">The model inside the pipeline is damaged or of a newer format.</exception>
    public static VaeModel FromTransformer(ITransformer transformer, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new VaeModel(PipelineModel.Find(transformer, inputColumnName));
    }

    /// <summary>Writes the whole model as one ONNX file, which <see cref="Load(string)"/> and every ONNX runtime read.</summary>
    /// <param name="path">Is replaced if it exists.</param>
    public void Save(string path) => File.WriteAllBytes(path, Serialize());

    /// <inheritdoc cref="Save(string)"/>
    /// <param name="stream">Is left open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Serialize());
    }

    /// <summary>
    /// Exports a graph for other runtimes: batch dimension free, inputs and outputs named, metadata with format version,
    /// architecture, normalisation, slot names and training summary.
    /// </summary>
    /// <param name="path">Is replaced if it exists.</param>
    /// <param name="graph">Which part of the model.</param>
    public void SaveOnnx(string path, OnnxGraph graph = OnnxGraph.Scorer) => File.WriteAllBytes(path, Export(graph));

    /// <inheritdoc cref="SaveOnnx(string, OnnxGraph)"/>
    /// <param name="stream">Is left open.</param>
    /// <param name="graph">Which part of the model.</param>
    public void SaveOnnx(Stream stream, OnnxGraph graph = OnnxGraph.Scorer)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Export(graph));
    }

    /// <summary>A row's latent code: the mean of its posterior.</summary>
    /// <param name="row">[D].</param>
    /// <returns>[K].</returns>
    /// <exception cref="ArgumentException">The row has another length than D.</exception>
    public float[] Encode(float[] row) => Encode([row])[0];

    /// <summary>The latent codes of rows.</summary>
    /// <param name="rows">[n], each [D].</param>
    /// <returns>[n], each [K].</returns>
    /// <exception cref="ArgumentException">A row has another length than D.</exception>
    public float[][] Encode(IReadOnlyList<float[]> rows) => Compute(rows, VaeOutputs.Mean);

    /// <summary>A row's whole posterior q(z | x).</summary>
    /// <param name="row">[D].</param>
    /// <returns>Mean and log-variance, [K] each.</returns>
    /// <exception cref="ArgumentException">The row has another length than D.</exception>
    public LatentPosterior EncodePosterior(float[] row)
    {
        CheckLength(row, Architecture.InputSize, "row");
        using BatchScorer batch = _scorer.CreateBatch(VaeOutputs.Encoder, 1);
        row.CopyTo(batch.Input(0));
        batch.Run(1);
        return new LatentPosterior([.. batch.Output(VaeOutputs.Mean, 0)], [.. batch.Output(VaeOutputs.LogVariance, 0)]);
    }

    /// <summary>
    /// What a latent point stands for: the mean of p(x | z), a probability under a Bernoulli likelihood, and under
    /// <see cref="VaeTransforms.Normalization.Quantile"/> the median.
    /// </summary>
    /// <param name="latent">[K].</param>
    /// <returns>[D], in the input's own units.</returns>
    /// <exception cref="ArgumentException">The point has another length than K.</exception>
    public float[] Decode(float[] latent) => Decode([latent])[0];

    /// <summary>What latent points stand for.</summary>
    /// <param name="latents">[n], each [K].</param>
    /// <returns>[n], each [D], in the input's own units.</returns>
    /// <exception cref="ArgumentException">A point has another length than K.</exception>
    public float[][] Decode(IReadOnlyList<float[]> latents)
    {
        CheckLengths(latents, Architecture.LatentDimension, "latent point");
        using BatchScorer batch = _scorer.CreateDecoder(Capacity(latents.Count));
        return BatchedRows.Compute(batch, latents, VaeOutputs.Reconstruction);
    }

    /// <summary>Decodes a row's latent code.</summary>
    /// <param name="row">[D].</param>
    /// <returns>[D], in the input's own units.</returns>
    /// <exception cref="ArgumentException">The row has another length than D.</exception>
    public float[] Reconstruct(float[] row) => Reconstruct([row])[0];

    /// <summary>Decodes the latent codes of rows.</summary>
    /// <param name="rows">[n], each [D].</param>
    /// <returns>[n], each [D], in the input's own units.</returns>
    /// <exception cref="ArgumentException">A row has another length than D.</exception>
    public float[][] Reconstruct(IReadOnlyList<float[]> rows) => Compute(rows, VaeOutputs.Reconstruction);

    /// <summary>A row's anomaly score, by <see cref="AnomalyScore"/>.</summary>
    /// <param name="row">[D].</param>
    /// <returns>Higher is more anomalous; in nats, but for distances and <see cref="AnomalyScore.Combined"/>.</returns>
    /// <exception cref="ArgumentException">The row has another length than D.</exception>
    public float Score(float[] row) => Compute([row], VaeOutputs.Score)[0][0];

    /// <summary>Decodes points drawn from the prior N(0, I): rows that the model makes up.</summary>
    /// <param name="count">From 0.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <returns>[count], each [D]: means of p(x | z), without the decoder's own noise.</returns>
    /// <seealso cref="LatentPoints.Prior"/>
    public float[][] Sample(int count, int seed) => Decode(LatentPoints.Prior(count, Architecture.LatentDimension, seed));

    /// <summary>Decodes points on the straight line between two latent points, both ends included.</summary>
    /// <param name="from">[K], such as <see cref="Encode(float[])"/> of a row.</param>
    /// <param name="to">[K].</param>
    /// <param name="steps">Points on the line, from 2.</param>
    /// <returns>[steps], each [D].</returns>
    /// <exception cref="ArgumentException">A point has another length than K or is not finite.</exception>
    /// <seealso cref="LatentPoints.Arc"/>
    public float[][] Interpolate(float[] from, float[] to, int steps)
    {
        CheckLength(from, Architecture.LatentDimension, "latent point");
        CheckLength(to, Architecture.LatentDimension, "latent point");
        return Decode(LatentPoints.Line(from, to, steps));
    }

    /// <summary>Measures how well the model fits a view's rows.</summary>
    /// <param name="data">Rows that may be new; NaN and infinite ones are left out and counted.</param>
    /// <param name="inputColumnName">The column to read; null, the default, for the one trained on.</param>
    /// <param name="samples">Draws of z per row for the sampled bound, from 1.</param>
    /// <param name="seed">Of those draws.</param>
    /// <exception cref="ArgumentException">The column is missing or does not fit the model.</exception>
    public VaeEvaluation Evaluate(IDataView data, string? inputColumnName = null, int samples = 1, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        FeatureColumn column = FeatureColumn.Find(data.Schema, inputColumnName ?? InputColumnName, Architecture.InputSize);

        using DataViewRowCursor cursor = data.GetRowCursor([column.Column]);
        using var estimator = new ElboEstimator(_scorer, samples, seed);
        var reader = new FeatureReader(cursor, column);
        var row = new float[column.Size];
        while (cursor.MoveNext())
        {
            reader.Read(row);
            estimator.Add(row);
        }

        return estimator.Result();
    }

    /// <summary>Takes a row's score apart: which slots raise it, and what was expected in them.</summary>
    /// <param name="row">[D], finite.</param>
    /// <param name="top">How many slots to name, from 1. Default: 3.</param>
    /// <param name="normalRows">
    /// [n], each [D]: rows to find a counterfactual in, the one that is nearest and not above the threshold. Null, the
    /// default: the counterfactual is the reconstruction.
    /// </param>
    /// <remarks>Costs as much as scoring about 3 D rows. Contributions are those of <c>VaeAnomalyOptions.FeatureContributionsColumnName</c>.</remarks>
    /// <exception cref="InvalidOperationException">The model is no detector.</exception>
    /// <exception cref="ArgumentException">A row has another length than D or a value that is not finite, or D is above 4096.</exception>
    public AnomalyExplanation Explain(float[] row, int top = 3, IReadOnlyList<float[]>? normalRows = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        CheckLength(row, Architecture.InputSize, "row");
        CheckLengths(normalRows ?? [], Architecture.InputSize, "normal row");
        return RowExplainer.Explain(_scorer, row, top, normalRows ?? []);
    }

    /// <summary>The same detector with its threshold elsewhere, without training.</summary>
    /// <param name="rule">Where.</param>
    /// <returns>A model with sessions of its own; this one stays as it is.</returns>
    /// <exception cref="InvalidOperationException">The model is no detector.</exception>
    /// <exception cref="ArgumentException">There are too few held-out rows for the rule.</exception>
    public VaeModel WithThreshold(ThresholdRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new VaeModel(Trained.WithThreshold(rule));
    }

    /// <summary>A monitor that tells when the scores of served rows no longer look like those of the held-out ones.</summary>
    /// <param name="window">How many of the latest scores it looks at, at least 10. Default: 200.</param>
    /// <returns>A monitor that does not need this model any more.</returns>
    /// <exception cref="InvalidOperationException">The model is no detector.</exception>
    /// <exception cref="ArgumentException">There are fewer than 10 held-out rows, or the window is shorter than that.</exception>
    public ScoreDriftMonitor CreateDriftMonitor(int window = 200) => new(Trained.RequireCalibration().Scores, window);

    /// <summary>Releases the sessions.</summary>
    public void Dispose() => _scorer.Dispose();

    private byte[] Serialize() => GraphWriter.Batch(Trained, VaeOutputs.All, GraphContent.Whole);

    private byte[] Export(OnnxGraph graph) => graph switch
    {
        OnnxGraph.Scorer => GraphWriter.Batch(Trained, VaeOutputs.All, GraphContent.Lean),
        OnnxGraph.Encoder => GraphWriter.Batch(Trained, VaeOutputs.Encoder, GraphContent.Lean),
        OnnxGraph.Decoder => GraphWriter.Decoder(Trained, GraphContent.Lean),
        _ => throw new ArgumentOutOfRangeException(nameof(graph), graph, "The graph must be one of Scorer, Encoder and Decoder."),
    };

    private float[][] Compute(IReadOnlyList<float[]> rows, VaeOutputs output)
    {
        CheckLengths(rows, Architecture.InputSize, "row");
        using BatchScorer batch = _scorer.CreateBatch(output, Math.Clamp(rows.Count, 1, VaeScorer.PreferredBatchSize(Trained, output)));
        return BatchedRows.Compute(batch, rows, output);
    }

    private int Capacity(int rows) => Math.Clamp(rows, 1, VaeScorer.PreferredBatchSize(Architecture));

    private static void CheckLengths(IReadOnlyList<float[]> inputs, int length, string what)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (float[] input in inputs)
        {
            CheckLength(input, length, what);
        }
    }

    private static void CheckLength(float[] values, int length, string what)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != length)
        {
            throw new ArgumentException($"The {what} has {values.Length} values, but the model needs {length}.");
        }
    }
}
