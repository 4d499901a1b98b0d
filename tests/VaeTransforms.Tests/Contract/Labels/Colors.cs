using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Contract.Labels;

/// <summary>Rows of three colors, of which few have a label.</summary>
internal static class Colors
{
    public const int Width = 6;

    public static string[] Names { get; } = ["red", "green", "blue"];

    public static VaeOptions Options { get; } = new()
    {
        LatentDimension = 2,
        HiddenLayers = [16],
        Epochs = 30,
        Seed = 5,
        Prior = Prior.MixtureOfGaussians(),
        LabelColumnName = "Label",
        ClusterColumnName = "Cluster",
    };

    /// <summary>Rows, of which every hundredth of each color has a label.</summary>
    public static ColorRow[] Rows(int count, int seed = 0, int every = 20)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int color = random.Next(3);
            return new ColorRow
            {
                Features = [.. Enumerable.Range(0, Width).Select(j =>
                    (float)((j % 3 == color ? 5 : 0) + random.NextDouble() + random.NextDouble()))],
                Color = color,
                Name = i % every == 0 ? Names[color] : "",
            };
        })];
    }

    /// <summary>A view with a label column of keys, whose values have a type.</summary>
    public static IDataView View(MLContext ml, ColorRow[] rows, string values = "text")
    {
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        return values switch
        {
            "text" => Keys(Names, name => name),
            "single" => Keys([2.5f, 0f, 1f], name => new[] { float.NaN, 2.5f, 0f, 1f }[Place(name) + 1]),
            "int" => Keys([7, 0, -3], name => new[] { 99, 7, 0, -3 }[Place(name) + 1]),
            _ => ml.Transforms.CustomMapping<ColorRow, Numbered>(
                (row, numbered) => numbered.Label = (uint)Place(row.Name), null)
                .Fit(data).Transform(data),
        };

        IDataView Keys<T>(T[] all, Func<string, T> valueOf)
            where T : notnull
        {
            IDataView mapped = ml.Transforms.Conversion.MapValue(
                "Value",
                Names.Append("").ToDictionary(name => name, valueOf),
                nameof(ColorRow.Name)).Fit(data).Transform(data);
            return ml.Transforms.Conversion.MapValueToKey(
                "Label", "Value", keyData: ml.Data.LoadFromEnumerable(all.Select(value => new One<T> { Value = value })))
                .Fit(mapped).Transform(mapped);
        }
    }

    // ML.NET adds 1 to the number of a key, which makes -1 a missing one.
    private static int Place(string name) => Array.IndexOf(Names, name);

    internal sealed class ColorRow
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public int Color { get; set; }
    }

    private sealed class Numbered
    {
        [KeyType(3)]
        public uint Label { get; set; }
    }

    private sealed class One<T>
    {
        public T? Value { get; set; }
    }
}
