using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Fitting;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pictures;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>
/// Trains a variational autoencoder on a vector column, and adds the mean of the latent posterior of each row as a new
/// column. Create it with <c>mlContext.Transforms.VaeEncode</c>.
/// </summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes |
/// | Input column data type | Vector of fixed size of <xref:System.Single> or <xref:System.Double> |
/// | Column `SamplingKeyColumnName`, optional, read by Fit only | Any scalar |
/// | Column `ExampleWeightColumnName`, optional, read by Fit only | <xref:System.Single> or <xref:System.Double> |
/// | Column `ConditionColumnName`, optional | Key, text, number, <xref:System.Boolean>, time or vector of numbers |
/// | Output column data type | Vector of K <xref:System.Single>, where K is the latent dimension |
/// | Optional columns | Log-variance (vector of K), reconstruction (vector of D), KL divergence, reconstruction error, score |
/// | Exportable to ONNX | Yes, with <xref:VaeTransforms.VaeModel.SaveOnnx*> |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.OnnxTransformer; to fit also TorchSharp-cpu or a CUDA package |
/// ]]></format>
/// <para>
/// Fitting fails if a row has NaN or infinity. Transforming such a row gives NaN in every added column. Source: Kingma and
/// Welling 2014, 'Auto-encoding variational Bayes'.
/// </para>
/// </remarks>
public sealed class VaeEstimator : IEstimator<VaeTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly OutputColumn _output;
    private readonly InputNames _inputs;
    private readonly VaeOptions _options;
    private readonly OutputColumns _columns;
    private readonly int _imputations;

    internal VaeEstimator(
        IHostEnvironment environment, OutputColumn output, InputNames inputs, VaeOptions options, int imputations = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _environment = environment;
        _output = output;
        _inputs = inputs = inputs.With(options.ConditionColumnName);
        _options = options;
        _imputations = imputations;

        // With a KL term, every dimension already has the scale of the prior. Normalizing again would scale up the collapsed
        // dimensions, which carry only noise. Without a KL term, nothing fixes the scale.
        _columns = Columns(inputs.Names, options.ReconstructionColumnName, HasScale);
    }

    /// <summary>Whether each latent dimension has the scale of the standard normal prior, unless it collapses.</summary>
    private bool HasScale => _options.ChosenObjective.MatchesPrior && _options.Prior is StandardNormalPrior;

    /// <summary>Trains the autoencoder.</summary>
    /// <param name="input">Rows to learn from. At least two must differ, and all values must be finite.</param>
    /// <returns>The transformer with the trained model. It holds no libtorch tensors.</returns>
    /// <exception cref="ArgumentException">
    /// The column, the rows or the options are unsuitable. The message explains why.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was canceled.</exception>
    public VaeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Fit(new FitInput(input));
    }

    /// <summary>Trains the autoencoder, and stops early by held-out rows of your own.</summary>
    /// <param name="trainData">Rows to learn from, as <see cref="Fit(IDataView)"/> takes them.</param>
    /// <param name="validationData">
    /// The held-out rows, at least one, in the same columns. Nothing is learned from them; the model keeps the weights of the
    /// epoch with the best ELBO on them. <see cref="VaeOptions.ValidationFraction"/> is not used.
    /// </param>
    /// <returns>The transformer with the trained model. It holds no libtorch tensors.</returns>
    /// <exception cref="ArgumentException">
    /// The columns, the rows or the options are unsuitable; or <see cref="VaeOptions.HoldOut"/> or
    /// <see cref="VaeOptions.SamplingKeyColumnName"/> is set, which choose held-out rows too.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was canceled.</exception>
    public VaeTransformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return Fit(new FitInput(trainData, validationData));
    }

    /// <summary>Continues to train a model on other rows.</summary>
    /// <param name="trainData">Rows to learn from, as <see cref="Fit(IDataView)"/> takes them.</param>
    /// <param name="validationData">
    /// The held-out rows, as in <see cref="Fit(IDataView, IDataView)"/>; or null, and the options choose them from the training
    /// data.
    /// </param>
    /// <param name="initialModel">
    /// The model to start from, loaded or fitted; the caller still owns it, and it does not change. The new model has its
    /// network, likelihood, prior and normalization, and the numbers that the normalization learned. Options at their defaults
    /// follow the model.
    /// </param>
    /// <returns>The transformer with the trained model. It holds no libtorch tensors.</returns>
    /// <remarks>
    /// Use it to adapt a model to new rows in fewer epochs. The weight of the KL divergence is <see cref="VaeOptions.Beta"/> from
    /// the first step: <see cref="VaeOptions.KlWarmup"/> and the annealing of an objective are not used. The optimizer starts
    /// anew, and the step size rises and falls as in any fit; a lower <see cref="VaeOptions.LearningRate"/> keeps the result
    /// closer to the initial model.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The columns, the rows or the options are unsuitable; the input column has another number of values than the model; or
    /// <see cref="VaeOptions.LatentDimension"/>, <see cref="VaeOptions.HiddenLayers"/>, <see cref="VaeOptions.Activation"/>,
    /// <see cref="VaeOptions.Network"/>, <see cref="VaeOptions.Likelihood"/>, <see cref="VaeOptions.Prior"/> or
    /// <see cref="VaeOptions.Normalization"/> is set to something else than the model has.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was canceled.</exception>
    public VaeTransformer Fit(IDataView trainData, IDataView? validationData, VaeModel initialModel)
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
        SideColumns.Check(inputSchema, _options);
        SchemaShape shape = _columns.AppendTo(
            inputSchema, _inputs.HaveSlotNames(inputSchema), SideColumns.LabelValues(inputSchema, _options));
        return ImageColumn.WithPictures(shape, inputSchema, _inputs, _options.ReconstructionColumnName);
    }

    internal VaeTransformer Fit(FitInput input)
    {
        if (ImagePipeline.Find(_environment, input.Train, _inputs, _options) is not { } images)
        {
            return Fit(input, _inputs, _options, _options.ReconstructionColumnName);
        }

        string? drawn = _options.ReconstructionColumnName;
        return Fit(
            images.Read(input),
            images.Inputs,
            ImagePipeline.Defaults(_options),
            drawn is null ? null : images.Reconstruction,
            model => images.Around(model, input.Train, drawn));
    }

    /// <summary>The transformer of a model that was trained elsewhere.</summary>
    /// <param name="training">What training gave.</param>
    /// <param name="input">The columns that it read.</param>
    internal VaeTransformer Fitted(TrainingResult training, TrainingInput input) =>
        Fitted(training, input, _inputs, _options, _options.ReconstructionColumnName);

    private VaeTransformer Fit(
        FitInput input,
        InputNames inputs,
        VaeOptions options,
        string? reconstruction,
        Func<ITransformer, Surroundings>? around = null)
    {
        using VaeFit fit = VaeFit.Run(_environment, options, inputs, input);
        return Fitted(fit.Training, fit.Input, inputs, options, reconstruction, around, fit.Complete);
    }

    private VaeTransformer Fitted(
        TrainingResult training,
        TrainingInput input,
        InputNames inputs,
        VaeOptions options,
        string? reconstruction,
        Func<ITransformer, Surroundings>? around = null,
        Action? mapped = null)
    {
        TrainedVae model = training.Model with { Imputations = _imputations };

        // Where all dimensions collapsed, the means are near 0 in every row: they do not have the scale of the prior.
        OutputColumns columns = Columns(
            inputs.Names, reconstruction, latentIsNormalized: HasScale && training.Report.ActiveDimensions > 0);
        var mapping = new VaeMapping(_environment, model, input.ItemType, columns, options.ReorderSlotsByName);
        mapped?.Invoke();
        return new VaeTransformer(mapping, training.Report, around?.Invoke(mapping));
    }

    private OutputColumns Columns(IReadOnlyList<string> inputs, string? reconstruction, bool latentIsNormalized) => new(
        inputs,
        _output,
        OutputColumn.Imputations(_output.Name, _imputations).Concat(OutputColumns.Requested(
            (_options.LogVarianceColumnName, VaeOutputs.LogVariance),
            (reconstruction, VaeOutputs.Reconstruction),
            (_options.KlDivergenceColumnName, VaeOutputs.KlDivergence),
            (_options.ReconstructionErrorColumnName, VaeOutputs.ReconstructionError),
            (_options.ScoreColumnName, VaeOutputs.Score),
            (_options.ObservedSlotsColumnName, VaeOutputs.ObservedSlots),
            (_options.ClusterColumnName, VaeOutputs.Cluster),
            (_options.ClusterProbabilitiesColumnName, VaeOutputs.ClusterProbabilities))),
        latentIsNormalized);
}
