using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>
/// Trains a variational autoencoder on a vector column and adds the mean of each row's latent posterior as a new one.
/// Made by <c>mlContext.Transforms.VaeEncode</c>.
/// </summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes |
/// | Input column data type | Vector of fixed size of <xref:System.Single> or <xref:System.Double> |
/// | Output column data type | Vector of K values of <xref:System.Single>, K the latent dimension; optional columns: log-variance (K) and reconstruction (D) likewise, KL divergence, reconstruction error and score <xref:System.Single> |
/// | Exportable to ONNX | Yes, with <xref:VaeTransforms.VaeModel.SaveOnnx*> |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.OnnxTransformer; to fit also TorchSharp-cpu or one of TorchSharp's CUDA packages |
/// ]]></format>
/// <para>
/// A row with NaN or infinity makes fitting fail, and gives NaN in every added column when it is transformed. Kingma and
/// Welling 2014, 'Auto-encoding variational Bayes'.
/// </para>
/// </remarks>
public sealed class VaeEstimator : IEstimator<VaeTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _inputColumnName;
    private readonly VaeOptions _options;
    private readonly OutputColumns _columns;

    internal VaeEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, VaeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _environment = environment;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _options = options;

        // With a KL term every dimension already has the prior's scale, and to normalise again would blow the collapsed
        // ones up to it; without one nothing holds the scale.
        _columns = new OutputColumns(
            _inputColumnName,
            OutputColumn.Of(outputColumnName, VaeOutputs.Mean),
            OutputColumns.Requested(
                (options.LogVarianceColumnName, VaeOutputs.LogVariance),
                (options.ReconstructionColumnName, VaeOutputs.Reconstruction),
                (options.KlDivergenceColumnName, VaeOutputs.KlDivergence),
                (options.ReconstructionErrorColumnName, VaeOutputs.ReconstructionError),
                (options.ScoreColumnName, VaeOutputs.Score)),
            latentIsNormalized: options.Beta > 0);
    }

    /// <summary>Trains the autoencoder.</summary>
    /// <param name="input">Rows to learn from; at least two that differ, all values finite.</param>
    /// <returns>The transformer with the trained model; it holds no tensor of libtorch's.</returns>
    /// <exception cref="ArgumentException">Column, rows or options do not fit; the message says which and why.</exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective stopped being a finite number.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was cancelled.</exception>
    public VaeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        VaeFit fit = VaeFit.Run(_environment, _options, _inputColumnName, input);
        var mapping = new VaeMapping(_environment, fit.Training.Model, fit.Column.ItemType, _columns);
        return new VaeTransformer(mapping, fit.Training.Report);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input column is missing or has a type that cannot be read.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _columns.AppendTo(inputSchema, FeatureColumn.Find(inputSchema, _inputColumnName));
    }
}
