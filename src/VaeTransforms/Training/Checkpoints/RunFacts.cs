using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TorchSharp;
using VaeTransforms.Numerics;

namespace VaeTransforms.Training;

/// <summary>What determines the bytes of a fit, by the names that messages use.</summary>
internal static class RunFacts
{
    /// <summary>The name of the fact that a fit without a seed takes from its checkpoint.</summary>
    public const string Seed = nameof(VaeOptions.Seed);

    /// <summary>The facts of a run.</summary>
    /// <param name="plan">All choices, resolved.</param>
    /// <param name="rows">All rows.</param>
    public static IReadOnlyDictionary<string, string> Of(TrainingPlan plan, RowMatrix rows)
    {
        VaeNetwork network = plan.Architecture.Network;
        RowSplit split = plan.Split(rows.Rows);
        return new Dictionary<string, string>
        {
            ["the version of VaeTransforms"] = $"{typeof(VaeOptions).Assembly.GetName().Version}",
            ["the version of TorchSharp"] = $"{typeof(torch).Assembly.GetName().Version}",
            ["the number of rows"] = Text(plan.Stream?.TrainingRows ?? rows.Rows),
            ["the number of values in a row"] = Text(rows.Width),
            ["the values of the rows"] = Digest(rows.Values),
            ["the values of the rows that are read in each epoch"] = plan.Stream is { } read ? Text(read.Fingerprint) : "none",
            ["the rows in the shuffle buffer"] = plan.Stream is { } stream ? Text(stream.ShuffledRows) : "all",
            ["the held-out rows"] = Digest(split.Validation),
            ["the training rows"] = Digest(split.Training),
            ["the weights of the rows"] = plan.RowWeights is { } weights ? Digest(weights.Values.ToArray()) : "none",
            ["the labels of the rows"] = plan.Labels is { } labels
                ? $"{Digest(labels.Values.ToArray())} of {string.Join(", ", labels.Keys.Texts)}"
                    + $", {Text(plan.Stream?.LabeledRows ?? labels.Values.Count(label => label > 0))} rows"
                : "none",
            [nameof(VaeOptions.LabelWeight)] = Text(plan.Labels?.Weight ?? 0),
            ["the initial model"] = plan.InitialModel is { } initial
                ? Digest(plan.Architecture.Weights.SelectMany(shape => initial.Weights[shape.Name].Values).ToArray())
                : "none",
            [nameof(VaeOptions.LatentDimension)] = Text(plan.Architecture.LatentDimension),
            [nameof(VaeOptions.Network)] = $"{Json(network.Encoder)} and {Json(network.Decoder)}",
            [nameof(VaeOptions.Likelihood)] = Json(plan.Architecture.Likelihood),
            [nameof(VaeOptions.Prior)] = Json(plan.Architecture.Prior),
            [nameof(VaeOptions.MissingValues)] = Text(plan.Architecture.HasMask),
            [nameof(VaeOptions.Normalization)] = Json(plan.Normalization),
            [nameof(VaeOptions.DynamicBinarization)] = Text(plan.DrawsBits),
            [nameof(VaeOptions.Objective)] = $"{plan.Objective}",
            [nameof(VaeOptions.LearningRateSchedule)] = $"{plan.LearningRateSchedule}",
            [nameof(VaeOptions.LearningRate)] = Text(plan.LearningRate),
            [nameof(VaeOptions.Adam)] = string.Join(
                ", ",
                new[] { plan.Adam.Beta1, plan.Adam.Beta2, plan.Adam.Epsilon, plan.Adam.WeightDecay }.Select(Text)),
            [nameof(VaeOptions.Columns)] = string.Join(
                ", ", plan.Columns.Select(column => $"{column.Name} {Text(column.Start)} {Text(column.Slots)}")),
            [nameof(VaeOptions.GradientClipNorm)] = Text(plan.GradientClipNorm),
            [nameof(VaeOptions.Epochs)] = Text(plan.Epochs),
            [nameof(VaeOptions.BatchSize)] = Text(plan.BatchSize),
            [nameof(VaeOptions.Patience)] = Text(plan.Patience),
            [Seed] = Text(plan.Seed),
        };
    }

    private static string Text<T>(T value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    private static string Json(object formula) => ModelFormulas.Write(formula).ToJsonString();

    private static string Json(IEnumerable<Layer> layers) =>
        new JsonArray([.. layers.Select(ModelFormulas.Write)]).ToJsonString();

    // In parts, because all rows may have more bytes than a span.
    private static string Digest<T>(T[] values)
        where T : struct
    {
        const int Part = 1 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int start = 0; start < values.Length; start += Part)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Part, values.Length - start))));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
