using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract;

public sealed class SparseAndDoubleTests
{
    private const int Width = 20;

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Sparse_rows_and_doubles_give_the_model_and_the_scores_of_dense_singles(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView[] views =
        [
            View<float>(ml, v => (float)v, dense: true),
            View<float>(ml, v => (float)v, dense: false),
            View<double>(ml, v => v, dense: true),
            View<double>(ml, v => v, dense: false),
        ];

        ITransformer[] fitted = [.. views.Select(view => subject.Create(ml).Fit(view))];

        Dictionary<string, float[][]> expected = Table.Read(fitted[0].Transform(views[0]));
        expected.Remove("Features");
        for (int i = 1; i < views.Length; i++)
        {
            ITransformer loaded = Subjects.SaveAndLoad(fitted[i], views[i].Schema, out _);
            foreach (ITransformer transformer in new[] { fitted[i], loaded })
            {
                Dictionary<string, float[][]> actual = Table.Read(transformer.Transform(views[i]));
                actual.Remove("Features");
                Table.AssertNear(expected, actual);
            }
        }
    }

    private static IDataView View<T>(MLContext ml, Func<double, T> convert, bool dense)
        where T : struct
    {
        var random = new Random(5);
        Row<T>[] rows = [.. Enumerable.Range(0, 60).Select(_ =>
        {
            int[] slots = [.. Enumerable.Range(0, Width).Where(_ => random.Next(4) == 0)];

            // These multiples of a power of two are exact in both types.
            T[] values = [.. slots.Select(slot => convert(slot + (random.Next(64) / 64.0)))];
            var sparse = new VBuffer<T>(Width, slots.Length, values, slots);
            return new Row<T> { Features = dense ? new VBuffer<T>(Width, [.. sparse.DenseValues()]) : sparse };
        })];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row<T>));
        schema["Features"].ColumnType = new VectorDataViewType(
            typeof(T) == typeof(float) ? NumberDataViewType.Single : NumberDataViewType.Double, Width);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row<T>
    {
        public VBuffer<T> Features { get; set; }
    }
}
