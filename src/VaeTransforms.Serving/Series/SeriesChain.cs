using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Series;

/// <summary>
/// A detector of series as a chain of transformers: the columns become points, points become windows, the model scores windows,
/// and its outputs become one vector.
/// </summary>
/// <remarks>
/// All but the model are ML.NET's own components, and the model saves itself as such. So a loaded chain computes what the fitted
/// one does. All internal columns are dropped at the end.
/// <code>
/// Value ─ ConvertType ─ Concatenate ─ StatefulCustomMapping ─ drop slots ─ model ─ ConvertType ─ Concatenate ─ Anomaly
/// Time  ─ ConvertType ──────────────────────┤                                └ score, p-value, predicted label
/// Key   ─ ConvertType ──────────────────────┤
/// layout ─ Expression ──────────────────────┘
/// </code>
/// ML.NET's stateful mapping fails if none of its columns is read, because it then finds its inputs inactive. A calibrator always
/// activates the column that it reads, so one that reads a column of the mapping comes after it. Its output has the fixed name
/// Probability; a column of the caller with that name is set aside, and put back at the end.
/// </remarks>
internal static class SeriesChain
{
    /// <summary>The names of the slots of the output, as ML.NET's own detectors of series have them.</summary>
    public static readonly string[] SlotNames = ["Alert", "Raw Score", "P-Value Score"];

    /// <summary>The column that the model reads: [columns · window].</summary>
    public const string WindowName = WindowContract.Prefix + "Window";

    /// <summary>The output of a stock component, which has this fixed name.</summary>
    public const string Probability = "Probability";

    private const string SetAsideName = WindowContract.Prefix + Probability;
    private const string ScoreName = WindowContract.Prefix + "Score";
    private const string PValueName = WindowContract.Prefix + "PValue";
    private const string LabelName = WindowContract.Prefix + "PredictedLabel";

    /// <summary>The columns that the model adds to its window.</summary>
    /// <param name="inputs">The window, and the condition behind it if there is one.</param>
    public static OutputColumns ModelColumns(IReadOnlyList<string> inputs) => new(
        inputs,
        OutputColumn.Of(ScoreName, VaeOutputs.Score),
        [OutputColumn.PredictedLabel(LabelName), OutputColumn.Of(PValueName, VaeOutputs.PValue)],
        areInternal: true);

    /// <summary>The components that make a point of each row: its values, its time and its series.</summary>
    /// <param name="ml">A context for the components.</param>
    /// <param name="columns">The columns, already checked.</param>
    /// <param name="schema">Data of the schema to work on.</param>
    public static TransformerChain<ITransformer> Points(MLContext ml, SeriesColumns columns, IDataView schema)
    {
        string[] values = [.. columns.Values.Select((_, i) => Value(i))];
        var steps = new Steps(schema);
        if (schema.Schema.GetColumnOrNull(Probability) is not null)
        {
            steps.Add(ml.Transforms.CopyColumns(SetAsideName, Probability));
        }

        for (int i = 0; i < values.Length; i++)
        {
            steps.Add(ml.Transforms.Conversion.ConvertType(values[i], columns.Values[i], DataKind.Double));
        }

        steps.Add(ml.Transforms.Concatenate(WindowContract.ValuesName, values));
        steps.Add<ITransformer>(columns.Time is { } time
            ? ml.Transforms.Conversion.ConvertType(WindowContract.TimeName, time, DataKind.Int64)
            : ml.Transforms.Expression(WindowContract.TimeName, "x => 0L", values[0]));
        steps.Add<ITransformer>(columns.Key is { } key
            ? ml.Transforms.Conversion.ConvertType(WindowContract.KeyName, key, DataKind.String)
            : ml.Transforms.Expression(WindowContract.KeyName, "x => \"\"", values[0]));
        return steps.Chain();
    }

    /// <summary>The components that make a window of each point.</summary>
    /// <param name="ml">A context for the components.</param>
    /// <param name="layout">The windows.</param>
    /// <param name="points">Data of the schema that <see cref="Points"/> makes.</param>
    public static TransformerChain<ITransformer> Windows(MLContext ml, SeriesLayout layout, IDataView points)
    {
        var steps = new Steps(points);
        steps.Add(ml.Transforms.Expression(
            WindowContract.LayoutName, $"x => \"{WindowContract.Encode(layout)}\"", Value(0)));
        steps.Add(ml.Transforms.StatefulCustomMapping<WindowContract.Source, WindowContract.Windows, WindowContract.State>(
            WindowContract.Map, WindowContract.Start, WindowContract.Contract));
        steps.Add(ml.BinaryClassification.Calibrators.Platt(slope: -1, offset: 0, WindowContract.ActiveName));
        steps.Add(DropUnusedSlots(ml, layout.Width));
        return steps.Chain();
    }

    /// <summary>The components that make the output column of the outputs of the model.</summary>
    /// <param name="ml">A context for the components.</param>
    /// <param name="layout">The windows.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="scored">Data of the schema that the model makes.</param>
    public static TransformerChain<ITransformer> Output(
        MLContext ml, SeriesLayout layout, string outputColumnName, IDataView scored)
    {
        string[] sources = [LabelName, ScoreName, PValueName];
        string[] slots = [.. sources.Select(source => source + "Double")];
        var steps = new Steps(scored);
        for (int i = 0; i < sources.Length; i++)
        {
            steps.Add(ml.Transforms.Conversion.ConvertType(slots[i], sources[i], DataKind.Double));
        }

        bool isSetAside = scored.Schema.GetColumnOrNull(SetAsideName) is not null;
        if (isSetAside)
        {
            steps.Add(ml.Transforms.CopyColumns(Probability, SetAsideName));
        }

        steps.Add(SlotNamedColumn.Join(MlEnvironment.Of(ml.Transforms), outputColumnName, slots.Zip(SlotNames)));
        steps.Add(ml.Transforms.DropColumns(
        [
            .. sources, .. slots, .. layout.ValueColumns.Select((_, i) => Value(i)), WindowName, WindowContract.SlotsName,
            WindowContract.ValuesName, WindowContract.TimeName, WindowContract.KeyName, WindowContract.LayoutName,
            WindowContract.ActiveName, isSetAside ? SetAsideName : Probability,
        ]));
        return steps.Chain();
    }

    private static string Value(int column) => WindowContract.Prefix + "Value" + OptionRule.Text(column);

    /// <summary>
    /// A feature selection fitted on one row that has values in the slots of a window and nothing elsewhere. It is the only stock
    /// component that gives a part of a vector.
    /// </summary>
    private static ITransformer DropUnusedSlots(MLContext ml, int width)
    {
        float[] ones = [.. Enumerable.Repeat(1f, width)];
        var row = new WindowContract.Windows
        {
            Slots = new VBuffer<float>(WindowContract.MaxWidth, width, ones, [.. Enumerable.Range(0, width)]),
        };
        return ml.Transforms.FeatureSelection
            .SelectFeaturesBasedOnCount(WindowName, WindowContract.SlotsName, count: 1)
            .Fit(ml.Data.LoadFromEnumerable([row]));
    }

    /// <summary>Fits components one after the other. None of them reads a row.</summary>
    private sealed class Steps(IDataView data)
    {
        private readonly List<ITransformer> _transformers = [];
        private IDataView _data = data;

        public void Add<T>(IEstimator<T> estimator)
            where T : class, ITransformer => Add(estimator.Fit(_data));

        public void Add(ITransformer transformer)
        {
            _transformers.Add(transformer);
            _data = transformer.Transform(_data);
        }

        public TransformerChain<ITransformer> Chain() => new([.. _transformers]);
    }
}
