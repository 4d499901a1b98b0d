using System.Diagnostics;
using Microsoft.ML;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>One row at a time, by a program and by a session: where a session becomes faster decides which one is used.</summary>
internal static class RowComparisons
{
    private const int Calls = 5_000;
    private const double WarmUpSeconds = 2;

    public static IEnumerable<Comparison> All =>
    [
        .. new[] { 8, 30, 100, 200, 784 }.Select(width => Row(AnomalyScore.Combined, VaeOutputs.Score, width)),
        .. new[] { 30, 100, 200, 784 }.Select(width => Row(AnomalyScore.NegativeElbo, VaeOutputs.Mean, width)),
        .. new[] { 8, 30, 60, 100 }.Select(width => Row(AnomalyScore.ImportanceWeightedBound(), VaeOutputs.Score, width)),
    ];

    private static Comparison Row(AnomalyScore score, VaeOutputs output, int width) => new(
        $"One row by a program, {output} of a detector by {score}, {width} values",
        "session of the same graph",
        1,
        pairs => Measure(pairs, score, output, width));

    private static ComparisonResult Measure(int pairs, AnomalyScore score, VaeOutputs output, int width)
    {
        var mlContext = new MLContext(1);
        Sensors.Row[] rows = Sensors.Rows(5_000, width);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows, Sensors.Schema(width));
        using VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = new VaeOptions { Epochs = 1, Seed = 1 }, Score = score })
            .Fit(data);
        byte[] graph = GraphWriter.Batch(detector.Model.Trained, output, GraphContent.Bare);
        RowProgram program = RowProgram.Compile(graph)!;
        using var session = new SessionHandle(graph, threads: 1);
        using var ours = new BatchScorer(program, Inputs(), Outputs(), nameof(VaeModel), () => false);
        using var theirs = new BatchScorer(session, 1, 1, Inputs(), Outputs());

        // Until code that is called often is compiled again with optimizations.
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            Score(ours);
        }

        PairedTiming timing = PairedTiming.Measure(() => Score(ours), () => Score(theirs), pairs);
        return new ComparisonResult(
            timing,
            Calls,
            "row",
            2.0 * program.MultiplyAdds * Calls,
            $"{program.Steps} steps, {program.MultiplyAdds} multiply-adds");

        RowBuffer[] Inputs() => [new(TensorNames.Features, 1, width, isScalar: false)];

        (VaeOutputs, RowBuffer)[] Outputs() =>
        [
            (output, new RowBuffer(
                TensorNames.Of(output),
                1,
                TensorNames.Width(output, detector.Model.Trained),
                isScalar: (output & TensorNames.Scalars) != 0)),
        ];

        void Score(BatchScorer scorer)
        {
            for (int i = 0; i < Calls; i++)
            {
                rows[i].Features.CopyTo(scorer.Input(0));
                scorer.Run(1);
            }
        }
    }
}
