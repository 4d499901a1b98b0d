using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>All the ways to read a transformer's columns give the same values.</summary>
public sealed class ScoringTests
{
    public static TheoryData<Subject, bool> Cases =>
        new MatrixTheoryData<Subject, bool>([Subject.VaeEncode, Subject.AnomalyTrainer], [false, true]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_prediction_engine_gives_the_values_of_the_view(Subject subject, bool isLoaded)
    {
        (MLContext ml, ITransformer transformer) = Fitted(subject, isLoaded);
        Sheet[] rows = Rows(50, seed: 3);
        Dictionary<string, float[][]> expected = Table.Read(transformer.Transform(View(ml, rows)));

        using PredictionEngine<Sheet, Scored> engine = ml.Model.CreatePredictionEngine<Sheet, Scored>(transformer);

        for (int i = 0; i < rows.Length; i++)
        {
            Scored scored = engine.Predict(rows[i]);
            Assert.Equal(rows[i].Id, scored.Id);
            Table.AssertNear(expected["Reconstruction"][i], scored.Reconstruction, $"row {i}");
            Table.AssertNear(expected["LatentLogVariance"][i], scored.LatentLogVariance, $"row {i}");
            Table.AssertNear(
                [expected["Kl"][i][0], expected["Error"][i][0], expected["Surprise"][i][0]],
                [scored.Kl, scored.Error, scored.Surprise],
                $"row {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Cursors_of_several_threads_give_every_row_its_own_values(Subject subject, bool isLoaded)
    {
        (MLContext ml, ITransformer transformer) = Fitted(subject, isLoaded);
        Sheet[] rows = Rows(3000, seed: 3);
        float[][] expected = Table.Read(transformer.Transform(View(ml, rows)))["Surprise"];
        IDataView view = transformer.Transform(ml.Data.Cache(View(ml, rows)));

        // All cursors are read at the same time on separate threads, because cursors of a set may wait for one another.
        DataViewRowCursor[] cursors = view.GetRowCursorSet([view.Schema["Surprise"], view.Schema["Id"]], 4);
        var seen = new float?[rows.Length];
        Task[] readers =
            [.. cursors.Select(cursor => Task.Factory.StartNew(() => Read(cursor), TaskCreationOptions.LongRunning))];
        await Task.WhenAll(readers);

        for (int i = 0; i < rows.Length; i++)
        {
            Table.AssertNear(expected[i], [seen[i]!.Value], $"row {i}");
        }

        void Read(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                ValueGetter<float> score = cursor.GetGetter<float>(cursor.Schema["Surprise"]);
                ValueGetter<ReadOnlyMemory<char>> id = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Id"]);
                while (cursor.MoveNext())
                {
                    float value = 0;
                    ReadOnlyMemory<char> name = default;
                    score(ref value);
                    id(ref name);
                    seen[int.Parse(name.Span["row ".Length..], CultureInfo.InvariantCulture)] = value;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Views_of_one_transformer_can_be_read_on_many_threads_at_once(Subject subject, bool isLoaded)
    {
        (MLContext ml, ITransformer transformer) = Fitted(subject, isLoaded);
        Dictionary<string, float[][]> expected = Table.Read(transformer.Transform(View(ml, Rows(300, seed: 3))));

        Parallel.For(0, 8, _ => Table.AssertNear(expected, Table.Read(transformer.Transform(View(ml, Rows(300, seed: 3))))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_preview_shows_the_values_of_the_view(Subject subject, bool isLoaded)
    {
        (MLContext ml, ITransformer transformer) = Fitted(subject, isLoaded);
        IDataView view = transformer.Transform(View(ml, Rows(50, seed: 3)));

        DataDebuggerPreview preview = view.Preview(maxRows: 5);

        float[][] expected = Table.Read(view)["Surprise"];
        Assert.Equal(5, preview.RowView.Length);
        Assert.Equal(expected[4][0], (float)preview.RowView[4].Values.Single(value => value.Key == "Surprise").Value);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_row_that_is_not_finite_scores_NaN_and_changes_no_other_row(Subject subject, bool isLoaded)
    {
        (MLContext ml, ITransformer transformer) = Fitted(subject, isLoaded);
        Sheet[] rows = Rows(600, seed: 3);
        Dictionary<string, float[][]> expected = Table.Read(transformer.Transform(View(ml, rows)));
        rows[3].Features[0] = float.NaN;
        rows[40].Features[11] = float.PositiveInfinity;
        rows[599].Features[5] = float.NegativeInfinity;
        int[] bad = [3, 40, 599];

        Dictionary<string, float[][]> actual = Table.Read(transformer.Transform(View(ml, rows)));
        using PredictionEngine<Sheet, Scored> engine = ml.Model.CreatePredictionEngine<Sheet, Scored>(transformer);

        foreach (string name in expected.Keys.Except(["Features", "PredictedLabel"]))
        {
            for (int i = 0; i < rows.Length; i++)
            {
                float[] wanted = bad.Contains(i) ? [.. expected[name][i].Select(_ => float.NaN)] : expected[name][i];
                Table.AssertNear(wanted, actual[name][i], $"row {i} of {name}");
            }
        }

        foreach (int i in bad)
        {
            Scored scored = engine.Predict(rows[i]);
            Assert.All(
                [scored.Kl, scored.Error, scored.Surprise, .. scored.Reconstruction],
                value => Assert.Equal(float.NaN, value));
            Assert.False(actual.TryGetValue("PredictedLabel", out float[][]? labels) && labels[i][0] == 1);
        }

        Assert.Equal(expected["Surprise"][4][0], engine.Predict(rows[4]).Surprise, 1e-4f);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_empty_view_gives_no_rows(Subject subject, bool isLoaded)
    {
        (MLContext ml, ITransformer transformer) = Fitted(subject, isLoaded);

        Assert.Empty(Table.Read(transformer.Transform(View(ml, [])))["Surprise"]);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Columns_that_are_not_active_are_never_computed(Subject subject)
    {
        (MLContext ml, ITransformer transformer) = Fitted(subject, isLoaded: false);
        int read = 0;
        IDataView view = transformer.Transform(View(ml, Rows(100).Select(row =>
        {
            read++;
            return row;
        })));

        // A disposed transformer cannot compute anything, but the input columns can still be read.
        ((IDisposable)transformer).Dispose();

        Assert.Equal(100, view.GetColumn<string>("Id").Count());
        Assert.Equal(100, read);
    }

    private static (MLContext Context, ITransformer Transformer) Fitted(Subject subject, bool isLoaded)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(80));
        ITransformer fitted = subject.Create(ml).Fit(data);
        return (ml, isLoaded ? Subjects.SaveAndLoad(fitted, data.Schema, out _) : fitted);
    }

    private sealed class Scored
    {
        public string Id { get; set; } = "";

        public float[] LatentLogVariance { get; set; } = [];

        public float[] Reconstruction { get; set; } = [];

        public float Kl { get; set; }

        public float Error { get; set; }

        public float Surprise { get; set; }
    }
}
