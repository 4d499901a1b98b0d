using Microsoft.ML;
using VaeTransforms.Tests.Reading.Streams;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>Fits on rows that take more than the memory budget, and that cannot be streamed.</summary>
internal static class StreamingMistakes
{
    private const int Count = 4000;

    private static readonly VaeOptions Quick = new()
    {
        LatentDimension = 2,
        HiddenLayers = [8],
        Epochs = 3,
        BatchSize = 32,
        MemoryBudget = 30_000,
    };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Fit(
            "Blocks of rows that are streamed",
            Quick with { HoldOut = HoldOut.Blocks(5) },
            new(_ => Count),
            "HoldOut.Blocks(gap: 5, count: 5)",
            "MemoryBudget, which is 30,000 bytes"),
        new(
            "Trimming of rows that are streamed",
            typeof(ArgumentException),
            _ => new MLContext(1).AnomalyDetection.Trainers
                .Vae("Features", new VaeAnomalyOptions { TrimmedShare = 0.1, Vae = Quick })
                .Fit(new NumberedRows(_ => Count).View(new MLContext(1))),
            "TrimmedShare",
            "MemoryBudget"),
        Fit(
            "A budget that has no room for a batch",
            Quick with { MemoryBudget = 1000 },
            new(_ => Count),
            "MemoryBudget is 1,000 bytes",
            "12 rows of 3 values",
            "a batch has 32"),
        Fit(
            "One group in rows that are streamed",
            Quick with { SamplingKeyColumnName = "Color" },
            new(_ => Count),
            "SamplingKeyColumnName",
            "'Color'",
            "no group was"),
        Fit("A view that loses rows", Quick, new(pass => pass < 4 ? Count : Count - 3), "4000 rows at first", "3997 in epoch 3"),
        Fit("A view that gets rows", Quick, new(pass => pass < 3 ? Count : Count + 3), "4000 rows at first", "4003 in epoch 2"),
        Fit(
            "A view whose values change",
            Quick,
            new(_ => Count, (pass, row) => pass == 3 && row == 2345 ? 0.01f : 0),
            "'Features'",
            "other values in epoch 2",
            "MemoryBudget"),
    ];

    private static Mistake Fit(string name, VaeOptions options, NumberedRows rows, params string[] facts) => new(
        name,
        name.StartsWith("A view", StringComparison.Ordinal) ? typeof(InvalidOperationException) : typeof(ArgumentException),
        _ => new MLContext(1).Transforms.VaeEncode("Latent", "Features", options).Fit(rows.Restarted().View(new MLContext(1))),
        facts);
}
