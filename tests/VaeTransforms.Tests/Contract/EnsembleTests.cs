using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;
using VaeTransforms.Data;
using VaeTransforms.Model;
using VaeTransforms.Training;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Several networks that differ by seed, as one detector.</summary>
[Collection(typeof(Alone))]
public sealed class EnsembleTests : IDisposable
{
    private const int Seed = 7;

    private static readonly VaeAnomalyOptions Three = new()
    {
        Vae = new() { LatentDimension = 3, HiddenLayers = [16], Epochs = 4, BatchSize = 32, Seed = Seed },
        Score = AnomalyScore.NegativeElbo,
        EnsembleSize = 3,
        PValueColumnName = "PValue",
        FeatureContributionsColumnName = "Reasons",
    };

    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;
    private readonly VaeAnomalyTransformer _detector;

    public EnsembleTests()
    {
        _data = View(_ml, Rows(100));
        _detector = Fit(Three);
    }

    public void Dispose() => _detector.Dispose();

    [Fact]
    public void The_score_is_the_mean_of_networks_trained_one_by_one_on_the_same_rows()
    {
        FeatureColumn column = FeatureColumn.Find(_data.Schema, "Features");
        FeatureMatrix rows = FeatureMatrix.Read(_data, column, default);
        VaeModel[] alone = [.. EnsembleMember.Seeds(Seed, 3).Select(seed =>
        {
            TrainingPlan plan = OptionsResolution.Resolve(Three.Vae, column, rows.Rows, seed) with { SplitSeed = Seed };
            return new VaeModel(VaeTrainer.Train(plan, rows.Values, rows.Rows, _ => { }, default).Model);
        })];
        float[][] fresh = [.. Rows(30, seed: 9).Select(row => row.Features)];

        Assert.Equal(alone.Select(model => model.Training), _detector.Model.Members);
        Assert.All(fresh, row => Table.AssertNear(
            [(float)alone.Average(model => (double)model.Score(row))], [_detector.Model.Score(row)], "the mean"));
        Assert.All(alone.Skip(1), model => Assert.NotEqual(alone[0].Score(fresh[0]), model.Score(fresh[0])));
        Array.ForEach(alone, model => model.Dispose());
    }

    [Fact]
    public void The_first_network_is_the_one_that_a_fit_without_the_others_gives()
    {
        using VaeAnomalyTransformer one = Fit(Three with { EnsembleSize = 1 });
        TrainedVae first = _detector.Model.Trained;
        float[] row = Rows(1, seed: 9)[0].Features;

        Assert.Empty(one.Model.Trained.Others);
        Assert.Equal(one.Model.Training, first.Training);
        Assert.Equal(
            one.Model.Trained.Weights.Tensors(first.Architecture).Select(tensor => tensor.Values),
            first.Weights.Tensors(first.Architecture).Select(tensor => tensor.Values));
        Assert.Equal(one.Model.Encode(row), _detector.Model.Encode(row));
        Assert.Equal(one.Model.Reconstruct(row), _detector.Model.Reconstruct(row));
        Assert.Equal(one.Report.Epochs, _detector.Report.Epochs);
        Assert.Same(_detector.Report, _detector.MemberReports[0]);
        Assert.Equal([one.Report], one.MemberReports);
    }

    [Fact]
    public void All_networks_hold_out_the_rows_that_the_threshold_is_taken_from()
    {
        float[][] rows = [.. Rows(100).Select(row => row.Features)];
        float[] expected = [.. RowSplit.Create(100, 0.2, Seed).Validation.Select(row => _detector.Model.Score(rows[row])).Order()];

        Table.AssertNear(expected, _detector.Model.Trained.Calibration!.Scores, "held-out scores");
        Assert.All(_detector.Model.Members, member => Assert.Equal((80L, 20L), (member.TrainingRows, member.ValidationRows)));
    }

    [Fact]
    public void Trimmed_rows_are_learned_by_none_of_them()
    {
        using VaeAnomalyTransformer trimmed = Fit(Three with { TrimmedShare = 0.25 });

        Assert.All(trimmed.MemberReports, report => Assert.Equal((60L, 20L), (report.Summary.TrainingRows, report.Summary.ValidationRows)));
        Assert.Equal(20, trimmed.ScoreReport.TrimmedRows);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_a_neighbouring_one_no_network_in_common()
    {
        using VaeAnomalyTransformer again = Fit(Three);
        using VaeAnomalyTransformer other = Fit(Three with { Vae = Three.Vae with { Seed = Seed + 1 } });

        Assert.Equal(SavingTests.Bytes(_detector.Model), SavingTests.Bytes(again.Model));
        Assert.Equal(6, _detector.Model.Members.Concat(other.Model.Members).Select(member => member.Seed).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Seeds_are_all_different_begin_with_the_fits_and_do_not_depend_on_how_many_there_are(int seed)
    {
        int[] seeds = EnsembleMember.Seeds(seed, EnsembleMember.Most);

        Assert.Equal(EnsembleMember.Most, seeds.Distinct().Count());
        Assert.Equal(seed, seeds[0]);
        Assert.Equal(new Random(seed).Next(), seeds[1]);
        Assert.Equal(seeds[..3], EnsembleMember.Seeds(seed, 3));
    }

    [Fact]
    public void Saved_and_loaded_in_any_way_it_keeps_its_networks()
    {
        IDataView fresh = View(_ml, Rows(40, seed: 9));
        Dictionary<string, float[][]> expected = Table.Read(_detector.Transform(fresh));
        ITransformer loaded = Subjects.SaveAndLoad(_detector, _data.Schema, out _);
        Table.AssertNear(expected, Table.Read(loaded.Transform(fresh)));

        using VaeModel model = VaeModel.FromTransformer(loaded);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        using VaeModel read = VaeModel.Load(file);
        Assert.Equal(_detector.Model.Members, read.Members);
        Assert.Equal(SavingTests.Bytes(_detector.Model), SavingTests.Bytes(read));

        ITransformer made = read.ToDetector(_ml, Three);
        Table.AssertNear(expected, Table.Read(made.Transform(fresh)));

        using VaeModel moved = read.WithThreshold(ThresholdRule.AtScore(3));
        using VaeAnomalyTransformer refitted = _detector.WithThreshold(ThresholdRule.AtScore(3));
        Assert.Equal(3, moved.Members.Count);
        Assert.Equal(SavingTests.Bytes(moved), SavingTests.Bytes(refitted.Model));
        Assert.Equal(3, refitted.MemberReports.Count);
        Assert.Equal(expected["Score"][0][0], moved.Score(Rows(1, seed: 9)[0].Features), 1e-4f);
        ((IDisposable)made).Dispose();
    }

    [Fact]
    public void Exported_it_scores_as_the_mean_in_other_runtimes()
    {
        using var file = new MemoryStream();
        _detector.Model.SaveOnnx(file);
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(file.ToArray());
        float[] row = Rows(1, seed: 9)[0].Features;
        using var input = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(row, [1, row.Length]);
        using var options = new Microsoft.ML.OnnxRuntime.RunOptions();
        using var results = session.Run(options, ["Features"], [input], ["Score"]);

        Table.AssertNear([_detector.Model.Score(row)], [results[0].GetTensorDataAsSpan<float>()[0]], "the exported score");
    }

    [Fact]
    public void Explain_takes_the_mean_apart()
    {
        float[] row = Rows(1, seed: 9)[0].Features;
        row[5] += 300;

        AnomalyExplanation explanation = _detector.Explain(row);

        Assert.Equal(5, explanation.Slots[0].Slot);
        Assert.Equal(_detector.Model.Score(row), explanation.Score, 1e-3f * explanation.Score);
        Assert.True(explanation.IsAnomaly);
    }

    [Fact]
    public void Progress_and_log_name_the_network()
    {
        var ml = new MLContext(1);
        var lines = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info && e.RawMessage.StartsWith("Network ", StringComparison.Ordinal))
            {
                lines.Add(e.RawMessage);
            }
        };
        var seen = new List<TrainingProgress>();
        ml.AnomalyDetection.Trainers.Vae("Features", Three with { Vae = Three.Vae with { Progress = new Listener(seen.Add) } }).Fit(_data).Dispose();

        Assert.Equal(
            from member in Enumerable.Range(1, 3)
            from epoch in Enumerable.Range(1, 4)
            select (member, 3, epoch),
            seen.Select(progress => (progress.Member, progress.EnsembleSize, progress.Latest.Epoch)));
        Assert.Equal(seen.Select(progress => progress.Fraction).Order().Distinct(), seen.Select(progress => progress.Fraction));
        Assert.Equal(1, seen[^1].Fraction);
        Assert.Equal(seen.Select(progress => progress.Elapsed).Order(), seen.Select(progress => progress.Elapsed));
        Assert.Equal(15, lines.Count);
        Assert.StartsWith("Network 1 of 3: Epoch 1 of 4: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Network 2 of 3: VAE 12-16-3-16-12, ", lines[9], StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_of_how_many_networks_the_score_is_the_mean()
    {
        Assert.Equal("score: NegativeElbo, mean over 3 networks", _detector.ScoreReport.ToString());
        Assert.Equal(3, _detector.ScoreReport.EnsembleSize);
        Assert.Equal(EnsembleMember.Seeds(Seed, 3), _detector.MemberReports.Select(report => report.Summary.Seed));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    public void Cancelled_between_networks_or_within_one_it_trains_no_further(int member, int epoch)
    {
        using var cancellation = new CancellationTokenSource();
        long tensors = torch.Tensor.TotalCount;
        TrainingProgress? last = null;
        VaeOptions cancelled = Three.Vae with
        {
            CancellationToken = cancellation.Token,
            Progress = new Listener(progress =>
            {
                last = progress;
                if (progress.Member == member && progress.Latest.Epoch == epoch)
                {
                    cancellation.Cancel();
                }
            }),
        };

        Assert.ThrowsAny<OperationCanceledException>(() => Fit(Three with { Vae = cancelled }));

        Assert.Equal((member, epoch), (last!.Member, last.Latest.Epoch));
        Assert.Equal(tensors, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_fit_leaves_no_live_tensors()
    {
        long before = torch.Tensor.TotalCount;

        Fit(Three).Dispose();

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_network_that_diverges_is_named()
    {
        VaeOptions wild = Three.Vae with { LearningRate = 1e30, GradientClipNorm = double.PositiveInfinity };

        Assert.StartsWith(
            "Network 1 of 3: Training diverged in epoch ",
            Assert.Throws<TrainingDivergedException>(() => Fit(Three with { Vae = wild })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_that_no_file_holds_together_are_refused_before_they_are_made()
    {
        VaeAnomalyOptions wide = Three with { Vae = Three.Vae with { HiddenLayers = [8192, 8192] } };

        Assert.Equal(
            "A network 12-8192-8192-3-8192-8192-12 on column 'Features' has 134,520,886 weights, and EnsembleSize is 3, but a model file holds at most 400,000,000. Use fewer or smaller HiddenLayers, or a narrower column, or a smaller ensemble.",
            Assert.Throws<ArgumentException>(() => Fit(wide)).Message);
    }

    [Fact]
    public void One_row_at_a_time_gives_what_a_batch_gives()
    {
        Sheet[] rows = Rows(20, seed: 4);
        float[] scores = [.. _detector.Transform(View(_ml, rows)).GetColumn<float>("Score")];
        using PredictionEngine<Sheet, Scored> engine = _ml.Model.CreatePredictionEngine<Sheet, Scored>(
            _detector, new PredictionEngineOptions { OwnsTransformer = false });

        Table.AssertNear(scores, [.. rows.Select(row => engine.Predict(row).Score)], "scores one by one");
    }

    private VaeAnomalyTransformer Fit(VaeAnomalyOptions options) => _ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(_data);

    private sealed class Listener(Action<TrainingProgress> onEpoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => onEpoch(value);
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
