using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Rows of a table with a column of every type. One hidden number decides what they hold together.</summary>
internal static class Orders
{
    public static readonly string[] Jobs = ["Clerk", "Manager", "Nurse", "Pilot"];

    /// <summary>A number beyond the range of the key, which ML.NET reads as missing.</summary>
    public const uint NoRegion = 5;

    /// <summary>All columns but the identifier and the text that <see cref="View"/> makes a key of.</summary>
    public static readonly string[] Columns =
    [
        "Job", "Country", "Region", "Paid", "Amount", "Price", "SignedByte", "Byte", "Short", "UnsignedShort", "Int",
        "UnsignedInt", "Long", "UnsignedLong", "Placed", "Took", "Sensors", "Readings",
    ];

    public static VaeOptions Quick { get; } = new()
    {
        LatentDimension = 3,
        HiddenLayers = [16],
        Epochs = 4,
        BatchSize = 32,
        ValidationFraction = 0.25,
        Seed = 1,
    };

    /// <summary>The same with every optional column.</summary>
    public static VaeOptions AllColumns { get; } = Quick with
    {
        LogVarianceColumnName = "LatentLogVariance",
        ReconstructionColumnName = "Reconstruction",
        KlDivergenceColumnName = "Kl",
        ReconstructionErrorColumnName = "Error",
        ScoreColumnName = "Surprise",
        ObservedSlotsColumnName = "Observed",
    };

    /// <summary>An estimator of a table; the detector adds p-values and contributions.</summary>
    public static IEstimator<ITransformer> Create(Subject subject, MLContext ml, string[] columns, VaeOptions options) =>
        subject switch
        {
            Subject.VaeEncode => ml.Transforms.VaeEncode("Latent", inputColumnNames: columns, options),
            _ => ml.AnomalyDetection.Trainers.Vae(columns, new VaeAnomalyOptions
            {
                Vae = options,
                PValueColumnName = "PValue",
                FeatureContributionsColumnName = "Reasons",
            }),
        };

    public static Order[] Rows(int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Row(i, random.NextDouble(), random))];
    }

    /// <summary>Rows in which a tenth of some columns is missing, but never the price.</summary>
    public static Order[] RowsWithGaps(int count, int seed = 0)
    {
        Order[] rows = Rows(count, seed);
        var random = new Random(seed);
        foreach (Order row in rows)
        {
            row.Job = random.Next(10) == 0 ? "" : row.Job;
            row.Amount = random.Next(10) == 0 ? float.NaN : row.Amount;
            row.Region = random.Next(10) == 0 ? NoRegion : row.Region;
            row.Sensors[1] = random.Next(10) == 0 ? float.NaN : row.Sensors[1];
        }

        return rows;
    }

    /// <summary>A view in which the country is a key whose values are text.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="keys">Rows to count the keys from; null for the same.</param>
    public static IDataView View(MLContext ml, Order[] rows, Order[]? keys = null)
    {
        IDataView data = ml.Data.LoadFromEnumerable(rows);
        IDataView counted = keys is null ? data : ml.Data.LoadFromEnumerable(keys);
        return ml.Transforms.Conversion.MapValueToKey("Country", "CountryName").Fit(counted).Transform(data);
    }

    private static Order Row(int i, double hidden, Random random)
    {
        double Near(double scale) => scale * (hidden + (0.05 * random.NextDouble()));
        int step = (int)(hidden * 4);
        return new Order
        {
            Id = $"row {i}",
            Job = Jobs[step],
            CountryName = step < 2 ? "Norway" : random.Next(3) == 0 ? "Chile" : "Peru",
            Region = (uint)((step + random.Next(2)) % 5),
            Paid = Near(1) > 0.5,
            Amount = (float)Near(100),
            Price = Near(-30),
            SignedByte = (sbyte)(Near(100) - 50),
            Byte = (byte)Near(200),
            Short = (short)(1000 - Near(2000)),
            UnsignedShort = (ushort)Near(60000),
            Int = (int)Near(1e6),
            UnsignedInt = (uint)Near(3e9),
            Long = (long)Near(-1e12),
            UnsignedLong = (ulong)Near(1e13),
            Placed = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(Near(500)),
            Took = TimeSpan.FromMinutes(Near(90)),
            Sensors = [(float)Near(1), (float)Near(-2), (float)Near(3)],
            Readings = [Near(1e4), Near(-1e-4)],
        };
    }
}

/// <summary>A row with a value of every type that a table can have.</summary>
internal sealed class Order
{
    public string Id { get; set; } = "";

    public string Job { get; set; } = "";

    public string CountryName { get; set; } = "";

    [KeyType(5)]
    public uint Region { get; set; }

    public bool Paid { get; set; }

    public float Amount { get; set; }

    public double Price { get; set; }

    public sbyte SignedByte { get; set; }

    public byte Byte { get; set; }

    public short Short { get; set; }

    public ushort UnsignedShort { get; set; }

    public int Int { get; set; }

    public uint UnsignedInt { get; set; }

    public long Long { get; set; }

    public ulong UnsignedLong { get; set; }

    public DateTime Placed { get; set; }

    public TimeSpan Took { get; set; }

    [VectorType(3)]
    public float[] Sensors { get; set; } = [];

    [VectorType(2)]
    public double[] Readings { get; set; } = [];
}
