using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Detection;
using VaeTransforms.Fitting;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pictures;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;

namespace VaeTransforms;

/// <summary>
/// Trains a variational autoencoder on a vector column. It adds the anomaly score of each row, and whether the score is above
/// a threshold. Create it with <c>mlContext.AnomalyDetection.Trainers.Vae</c>.
/// </summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Machine learning task | Anomaly detection |
/// | Is normalization required? | No, the model normalizes its input |
/// | Is caching required? | No, the data is read once |
/// | Input column data type | Vector of fixed size of <xref:System.Single> or <xref:System.Double> |
/// | Column `SamplingKeyColumnName`, optional, read by Fit only | Any scalar |
/// | Column `ExampleWeightColumnName`, optional, read by Fit only | <xref:System.Single> or <xref:System.Double> |
/// | Column `ConditionColumnName`, optional | Key, text, number, <xref:System.Boolean>, time or vector of numbers |
/// | Output column data type | `Score` <xref:System.Single>, `PredictedLabel` <xref:System.Boolean> |
/// | Exportable to ONNX | Yes, with <xref:VaeTransforms.VaeModel.SaveOnnx*> |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.OnnxTransformer; to fit also TorchSharp-cpu or a CUDA package |
/// ]]></format>
/// <para>
/// <see cref="VaeAnomalyOptions.Score"/> selects the score. Higher is more anomalous for every score. A row with NaN or
/// infinity gets the score NaN and is not predicted anomalous.
/// </para>
/// </remarks>
public sealed class VaeAnomalyEstimator : IEstimator<VaeAnomalyTransformer>
{
    private const string DefaultScoreColumnName = "Score";
    private const string PredictedLabelColumnName = "PredictedLabel";

    private readonly IHostEnvironment _environment;
    private readonly InputNames _inputs;
    private readonly VaeAnomalyOptions _options;
    private readonly OutputColumns _columns;

    internal VaeAnomalyEstimator(IHostEnvironment environment, InputNames inputs, VaeAnomalyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _environment = environment;
        _inputs = inputs = inputs.With(options.Vae.ConditionColumnName);
        _options = options;
        _columns = Columns(inputs.Names, options);
        if (options.AnomalyMapColumnName is { } map && inputs.Vector is null)
        {
            throw new ArgumentException(
                $"AnomalyMapColumnName is '{map}', but the input is the columns of a table: {NameList.Quoted(inputs.Names)}. A "
                    + "map needs one column of vectors or images. For a table use FeatureContributionsColumnName.",
                nameof(options));
        }
    }

    /// <summary>Trains the autoencoder, and sets the threshold from the held-out rows.</summary>
    /// <param name="input">Rows to learn from, if possible only normal ones. All values must be finite.</param>
    /// <returns>The transformer with the trained model and its threshold.</returns>
    /// <exception cref="ArgumentException">
    /// The column, the rows or the options are unsuitable. The message explains why.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was canceled.</exception>
    public VaeAnomalyTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Fit(new FitInput(input));
    }

    /// <summary>Trains the autoencoder, and sets the threshold from held-out rows of your own.</summary>
    /// <param name="trainData">Rows to learn from, as <see cref="Fit(IDataView)"/> takes them.</param>
    /// <param name="validationData">
    /// The held-out rows, at least one, in the same columns; if possible only normal ones. They stop training early, and the
    /// threshold, p-values and expected values rest on them alone. <see cref="VaeOptions.ValidationFraction"/> is not used.
    /// </param>
    /// <returns>The transformer with the trained model and its threshold.</returns>
    /// <exception cref="ArgumentException">
    /// The columns, the rows or the options are unsuitable; or <see cref="VaeOptions.HoldOut"/> or
    /// <see cref="VaeOptions.SamplingKeyColumnName"/> is set, which choose held-out rows too.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was canceled.</exception>
    public VaeAnomalyTransformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return Fit(new FitInput(trainData, validationData));
    }

    /// <summary>Continues to train a model on other rows, and sets the threshold from held-out ones.</summary>
    /// <param name="trainData">Rows to learn from, as <see cref="Fit(IDataView)"/> takes them.</param>
    /// <param name="validationData">
    /// The held-out rows, as in <see cref="Fit(IDataView, IDataView)"/>; or null, and the options choose them from the training
    /// data.
    /// </param>
    /// <param name="initialModel">
    /// The model to start from, loaded or fitted; the caller still owns it, and it does not change. The new model has its
    /// network, likelihood and normalization, and the numbers that the normalization learned. Options at their defaults follow
    /// the model.
    /// </param>
    /// <returns>The transformer with the trained model and its threshold.</returns>
    /// <remarks>
    /// Use it to adapt a model to new rows in fewer epochs. The weight of the KL divergence is <see cref="VaeOptions.Beta"/> from
    /// the first step: <see cref="VaeOptions.KlWarmup"/> and the annealing of an objective are not used. The optimizer starts
    /// anew, and the step size rises and falls as in any fit; a lower <see cref="VaeOptions.LearningRate"/> keeps the result
    /// closer to the initial model.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The columns, the rows or the options are unsuitable; the input column has another number of values than the model; or
    /// <see cref="VaeOptions.LatentDimension"/>, <see cref="VaeOptions.HiddenLayers"/>, <see cref="VaeOptions.Activation"/>,
    /// <see cref="VaeOptions.Network"/>, <see cref="VaeOptions.Likelihood"/> or <see cref="VaeOptions.Normalization"/> is set to
    /// something else than the model has.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was canceled.</exception>
    public VaeAnomalyTransformer Fit(IDataView trainData, IDataView? validationData, VaeModel initialModel)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(initialModel);
        return Fit(new FitInput(trainData, validationData, initialModel));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An input column is missing, or its type is not supported.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SideColumns.Check(inputSchema, _options.Vae);
        SchemaShape shape = _columns.AppendTo(
            inputSchema, _inputs.HaveSlotNames(inputSchema), SideColumns.LabelValues(inputSchema, _options.Vae));
        return ImageColumn.WithPictures(
            shape, inputSchema, _inputs, _options.Vae.ReconstructionColumnName, _options.AnomalyMapColumnName);
    }

    /// <summary>The columns that a detector with these options adds.</summary>
    internal static OutputColumns Columns(IReadOnlyList<string> inputColumnNames, VaeAnomalyOptions options) => new(
        inputColumnNames,
        OutputColumn.Of(options.Vae.ScoreColumnName ?? DefaultScoreColumnName, VaeOutputs.Score),
        [
            OutputColumn.PredictedLabel(PredictedLabelColumnName),
            .. OutputColumns.Requested(
                (options.Vae.LogVarianceColumnName, VaeOutputs.LogVariance),
                (options.Vae.ReconstructionColumnName, VaeOutputs.Reconstruction),
                (options.Vae.KlDivergenceColumnName, VaeOutputs.KlDivergence),
                (options.Vae.ReconstructionErrorColumnName, VaeOutputs.ReconstructionError),
                (options.PValueColumnName, VaeOutputs.PValue),
                (options.TypicalityColumnName, VaeOutputs.Typicality),
                (options.FeatureContributionsColumnName, VaeOutputs.FeatureContributions),
                (options.AnomalyMapColumnName, VaeOutputs.AnomalyMap),
                (options.Vae.ObservedSlotsColumnName, VaeOutputs.ObservedSlots),
                (options.Vae.ClusterColumnName, VaeOutputs.Cluster),
                (options.Vae.ClusterProbabilitiesColumnName, VaeOutputs.ClusterProbabilities)),
        ]);

    private VaeAnomalyTransformer Fit(FitInput input)
    {
        if (ImagePipeline.Find(_environment, input.Train, _inputs, _options.Vae) is not { } images)
        {
            return Fit(input, _inputs, _options, _columns);
        }

        string? drawn = _options.Vae.ReconstructionColumnName;
        string? map = _options.AnomalyMapColumnName;
        VaeOptions vae = ImagePipeline.Defaults(_options.Vae);
        VaeAnomalyOptions ofPixels = _options with
        {
            Vae = drawn is null ? vae : vae with { ReconstructionColumnName = images.Reconstruction },
            AnomalyMapColumnName = map is null ? null : images.Map,
        };
        return Fit(
            images.Read(input),
            images.Inputs,
            ofPixels,
            Columns(images.Inputs.Names, ofPixels),
            model => images.Around(model, input.Train, drawn, map));
    }

    private VaeAnomalyTransformer Fit(
        FitInput input,
        InputNames inputs,
        VaeAnomalyOptions options,
        OutputColumns columns,
        Func<ITransformer, Surroundings>? around = null)
    {
        using VaeFit fit = VaeFit.Run(_environment, options.Vae, inputs, input, options);
        (TrainedVae detector, AnomalyScoreReport report) = DetectorLearning.Learn(
            fit.Training, fit.Rows, options, fit.Input.Axes);
        var mapping = new VaeMapping(_environment, detector, fit.Input.ItemType, columns, options.Vae.ReorderSlotsByName);
        fit.Complete();
        return new VaeAnomalyTransformer(mapping, fit.Training.Report, report, around?.Invoke(mapping));
    }
}
