using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Contract.Conditions;

/// <summary>Readings of machines, which depend on the machine's mode, its load and its setting.</summary>
internal static class Machines
{
    public const int Width = 4;

    public static string[] Modes { get; } = ["idle", "run", "stop"];

    public static VaeOptions Options { get; } = new()
    {
        LatentDimension = 2,
        HiddenLayers = [24],
        Epochs = 40,
        Seed = 4,
        ConditionColumnName = "Mode",
        ScoreColumnName = "Score",
        ReconstructionColumnName = "Reconstruction",
        ReconstructionErrorColumnName = "Error",
    };

    public static Machine[] Rows(int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int mode = random.Next(3);
            float load = (float)random.NextDouble();
            double u = random.NextDouble();
            return new Machine
            {
                Features = [.. Enumerable.Range(0, Width).Select(j =>
                    (float)((10 * mode) + (4 * load) + ((j + 1) * u) + (0.2 * random.NextDouble())))],
                Mode = Modes[mode],
                Load = load,
                Setting = [load, 2 * mode],
            };
        })];
    }

    /// <summary>A view with the mode as text, as a key with texts, and as a key without.</summary>
    public static IDataView View(MLContext ml, Machine[] rows)
    {
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("ModeKey", nameof(Machine.Mode)).Fit(data).Transform(data);
        return ml.Transforms.CustomMapping<Machine, Numbered>(
            (row, numbered) => numbered.ModeNumber = (uint)Array.IndexOf(Modes, row.Mode), null).Fit(keyed).Transform(keyed);
    }

    internal sealed class Machine
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public string Mode { get; set; } = "";

        public float Load { get; set; }

        [VectorType(2)]
        public float[] Setting { get; set; } = [];
    }

    private sealed class Numbered
    {
        [KeyType(3)]
        public uint ModeNumber { get; set; }
    }
}
