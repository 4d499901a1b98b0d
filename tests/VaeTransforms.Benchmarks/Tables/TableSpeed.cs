using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Benchmarks.Speed;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>
/// Rows per second of a model of Adult's 14 columns, in turn with a model of a vector column with the same slots; and the time of
/// the fit.
/// </summary>
internal sealed class TableSpeed(TablesArguments arguments, Figures figures, TextWriter output)
{
    private const int Pairs = 7;

    public void Measure()
    {
        var key = new FigureKey("speed", "adult", 0, 0, arguments.Seeds[0], "Transform");
        if (figures.Has(key))
        {
            return;
        }

        var mlContext = new MLContext(1);
        IDataView table = AdultTable.Read(arguments.Data, "adult");
        var options = new VaeOptions { Seed = key.Seed, ScoreColumnName = "Score" };
        double fit = 0;
        VaeTransformer? fitted = null;
        fit = PairedTiming.Seconds(() => fitted = mlContext.Transforms
            .VaeEncode("Latent", AdultTable.Features, options)
            .Fit(table));
        using VaeTransformer ofTable = fitted!;
        int slots = ofTable.Model.Architecture.InputSize;
        DataViewSchema.Annotations none = new DataViewSchema.Annotations.Builder().ToAnnotations();
        float[][] rows = ofTable.Model.ReadRows(table);
        var vector = new MemoryView(
            rows.Length,
            [new MemoryVectors<float>("Features", new VectorDataViewType(NumberDataViewType.Single, slots), none, rows)]);
        using VaeTransformer ofVector = mlContext.Transforms
            .VaeEncode("Latent", "Features", options with { Epochs = 1 })
            .Fit(vector);

        Keep(key with { Method = "fit" }, ("seconds", fit), ("rows", rows.Length), ("slots", slots));
        Compare("Latent", view => Read(view, "Latent"));
        Compare("Score", view => Read(view, "Score"));
        Compare("Latent and Score", view => Read(view, "Latent", "Score"));
        Keep(key, ("pairs", Pairs));

        void Compare(string columns, Action<IDataView> read)
        {
            var timing = PairedTiming.Measure(
                () => read(ofTable.Transform(table)), () => read(ofVector.Transform(vector)), Pairs);
            double[] ratios = [.. timing.Ours.Zip(timing.Theirs, (ours, theirs) => theirs / ours)];
            Keep(
                key with { Method = columns },
                ("ratio", timing.Ratio), ("lowest", ratios.Min()), ("highest", ratios.Max()),
                ("table rows per second", rows.Length / PairedTiming.Median(timing.Ours)),
                ("vector rows per second", rows.Length / PairedTiming.Median(timing.Theirs)));
        }

        void Keep(FigureKey one, params (string Name, double Value)[] values)
        {
            figures.Add(one, values);
            output.WriteLine($"speed {one.Method}: " + string.Join(
                ", ", values.Select(value => FormattableString.Invariant($"{value.Name} {value.Value:G4}"))));
        }
    }

    private static void Read(IDataView view, params string[] columns)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(columns.Select(column => view.Schema[column]));
        Action[] getters = [.. columns.Select(column => Getter(cursor, view.Schema[column]))];
        while (cursor.MoveNext())
        {
            foreach (Action get in getters)
            {
                get();
            }
        }
    }

    private static Action Getter(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> buffer = default;
            return () => get(ref buffer);
        }

        ValueGetter<float> scalar = cursor.GetGetter<float>(column);
        float value = 0;
        return () => scalar(ref value);
    }
}
