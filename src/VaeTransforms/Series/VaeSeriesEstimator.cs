using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using VaeTransforms.Detection;
using VaeTransforms.Fitting;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;
using VaeTransforms.Series;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms;

/// <summary>
/// Trains a variational autoencoder on windows of series. It adds a vector to each point: whether the point is an anomaly, its
/// score, and its p-value. Create it with <c>mlContext.Transforms.VaeDetectAnomalies</c>.
/// </summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Estimator Characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes |
/// | Input column data type | <xref:System.Single> or <xref:System.Double>, one or several columns |
/// | Column `TimeColumnName`, optional | <xref:System.DateTime> |
/// | Column `SeriesKeyColumnName`, optional | Text, a number or <xref:System.Boolean> |
/// | Column `Vae.ConditionColumnName`, optional | Text, a key, a number, <xref:System.Boolean>, a time, or a vector of numbers |
/// | Output column data type | 3-element vector of <xref:System.Double> |
/// | Exportable to ONNX | Yes, the model of windows, with <xref:VaeTransforms.VaeModel.SaveOnnx*> |
/// | Required NuGet in addition to Microsoft.ML | Microsoft.ML.OnnxTransformer; to fit also TorchSharp-cpu or a CUDA package |
/// ]]></format>
/// <para>
/// A point is scored by the window that ends with it, so its score does not change when later points come. The slots of the
/// output are those of ML.NET's own detectors of series: alert (0 or 1), raw score, and p-value score. The first points of a
/// series, one fewer than a window has, have alert 0, and NaN as score and p-value; so have points whose window holds NaN or
/// infinity.
/// </para>
/// </remarks>
public sealed class VaeSeriesEstimator : IEstimator<VaeSeriesTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly SeriesColumns _columns;
    private readonly InputNames _inputs;
    private readonly int _window;
    private readonly VaeSeriesOptions _options;

    internal VaeSeriesEstimator(
        IHostEnvironment environment,
        string outputColumnName,
        string[] inputColumnNames,
        int window,
        VaeSeriesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _environment = environment;
        _outputColumnName = outputColumnName;
        _options = options;
        string? condition = options.Vae.ConditionColumnName;
        var inputs = InputNames.OfTable(inputColumnNames);
        inputs.With(condition);
        _columns = new SeriesColumns([.. inputs.Names], options.TimeColumnName, options.SeriesKeyColumnName, condition);
        _columns.CheckNames(outputColumnName);
        _inputs = InputNames.OfVector(SeriesChain.WindowName).With(condition);
        _window = OptionRule.Check(window, window >= 2, "must be at least 2 points.", nameof(window));
        if ((long)window * inputColumnNames.Length > WindowContract.MaxWidth)
        {
            throw new ArgumentOutOfRangeException(
                nameof(window),
                $"A window must have at most {OptionRule.Text(WindowContract.MaxWidth)} values, but window is "
                + $"{OptionRule.Text(window)} and there are {OptionRule.Text(inputColumnNames.Length)} columns. Use a smaller "
                + "window, or fewer columns.");
        }
    }

    /// <summary>Trains the autoencoder on windows, and sets the threshold from held-out ones.</summary>
    /// <param name="input">
    /// The points in time order, if possible without anomalies. Rows of several series may alternate. All values must be finite.
    /// </param>
    /// <returns>The transformer with the trained model and its threshold.</returns>
    /// <exception cref="ArgumentException">
    /// A column or the options are unsuitable, a value is not finite, a series is too short, its times do not increase, or they
    /// have a gap. The message explains why.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><see cref="VaeOptions.CancellationToken"/> was canceled.</exception>
    public VaeSeriesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _columns.Check(input.Schema);

        // A separate context, because creating components draws from the random stream of a context.
        var ml = new MLContext();
        TransformerChain<ITransformer> points = SeriesChain.Points(ml, _columns, input);
        IDataView read = points.Transform(input);
        PointCondition? condition = _columns.Condition is { } name ? PointCondition.Find(read.Schema, name) : null;
        List<OneSeries> series = SeriesReader.Read(read, _columns, condition, _options.Vae.CancellationToken);
        SeriesWindows windows = SeriesWindows.Of(series, _columns, _window, _options.Gaps);
        (TrainedVae model, TrainingReport report, AnomalyScoreReport scoreReport) = Train(windows, windows.ToView(condition));

        TransformerChain<ITransformer> toWindows = SeriesChain.Windows(ml, windows.Layout, read);
        var mapping = new VaeMapping(_environment, model, NumberDataViewType.Single, SeriesChain.ModelColumns(_inputs.Names));
        IDataView scored = new ModelTransformer(mapping).Transform(toWindows.Transform(read));
        var surroundings = new Surroundings(
            new TransformerChain<ITransformer>(points, toWindows),
            SeriesChain.Output(ml, windows.Layout, _outputColumnName, scored));
        return new VaeSeriesTransformer(mapping, surroundings, report, scoreReport);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An input column is missing, or its type is not supported.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _columns.Check(inputSchema);
        SchemaShape.Column slotNames = SchemaShapes.Column("SlotNames", VectorKind.Vector, TextDataViewType.Instance);
        return SchemaShapes.With(
            inputSchema,
            [SchemaShapes.Column(_outputColumnName, VectorKind.Vector, NumberDataViewType.Double, slotNames)]);
    }

    private (TrainedVae Model, TrainingReport Report, AnomalyScoreReport ScoreReport) Train(
        SeriesWindows windows, IDataView rows)
    {
        var holdOut = new SegmentsHoldOut(windows.Segments, _window - 1, _options.HeldOutBlocks);
        double fraction = _options.Vae.ValidationFraction;
        if (!holdOut.IsPossible(fraction))
        {
            int needed = 1;
            while (holdOut.Blocks(needed, fraction) == 0)
            {
                needed++;
            }

            throw new ArgumentException(
                $"Windows of {OptionRule.Text(_window)} points need a series of {OptionRule.Text(needed + _window - 1)} points "
                + $"without a gap, so that {OptionRule.Text(100 * fraction)} % of the windows can be held out and share no point "
                + $"with the others, but the longest has {OptionRule.Text(windows.Segments.Max() + _window - 1)}. Use a smaller "
                + "window, or fit on a longer series, or on at least 5 series.");
        }

        var detector = new VaeAnomalyOptions
        {
            Score = _options.Score,
            Contamination = _options.Contamination,
            Threshold = _options.Threshold,
            Vae = _options.Vae with { HoldOut = holdOut, MemoryBudget = long.MaxValue },
        };
        using VaeFit fit = VaeFit.Run(_environment, detector.Vae, _inputs, new FitInput(rows), detector);
        (TrainedVae model, AnomalyScoreReport report) = DetectorLearning.Learn(
            fit.Training, fit.Rows, detector, fit.Input.Axes);
        fit.Complete();
        return (model with { Series = windows.Layout }, fit.Training.Report, report);
    }
}
