using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Issues;

/// <summary>A row with columns of many types, some of which have gaps.</summary>
internal sealed class Payment
{
    public float Amount { get; set; }

    public float Size { get; set; }

    public float Exact32 { get; set; }

    public string Kind { get; set; } = "";

    public string Weekday { get; set; } = "";

    [KeyType(3)]
    public uint Month { get; set; }

    public bool IsNew { get; set; }

    public int Count { get; set; }

    public double Exact { get; set; }

    public DateTime When { get; set; }

    [VectorType(2)]
    public float[] Numbers { get; set; } = [];

    [VectorType(3)]
    public double[] Exacts { get; set; } = [];

    public static IDataView View(MLContext ml)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable((Payment[])[.. Enumerable.Range(0, 90).Select(i => new Payment
        {
            Amount = i % 9 == 0 ? float.NaN : random.NextSingle(),
            Size = 10 * random.NextSingle(),
            Exact32 = random.NextSingle(),
            Kind = i % 10 == 0 ? "" : i % 2 == 0 ? "home" : "abroad",
            Weekday = i % 3 == 0 ? "Monday" : "Friday",
            Month = (uint)((i % 3) + 1),
            IsNew = i % 4 == 0,
            Count = i % 7,
            Exact = 1e9 + random.NextDouble(),
            When = new DateTime(2026, 1, 1 + (i % 28)),
            Numbers = [random.NextSingle(), random.NextSingle()],
            Exacts = [i % 8 == 0 ? double.NaN : random.NextDouble(), i % 2, random.NextDouble()],
        })]);
    }
}
