using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using VaeTransforms.Tests.Contract.Refusals;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Fitting;

/// <summary>A fit that was stopped goes on, and gives the same bytes as one that was not.</summary>
[Collection(typeof(Alone))]
public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public static TheoryData<Subject, string> Kinds => new(
        from subject in Subjects.Both.Select(row => row.Data)
        from kind in Networks.Keys
        select (subject, kind));

    public static TheoryData<Subject, string> Mistakes => new(
        from subject in Subjects.Both.Select(row => row.Data)
        from mistake in CheckpointMistakes.All
        select (subject, mistake.Name));

    // Networks with a written-out path, with a derived one, with noise of their own, and with a prior that begins late.
    private static Dictionary<string, VaeOptions> Networks { get; } = new()
    {
        ["dense"] = Quick,
        ["derived"] = Of(Layer.LayerNorm),
        ["dropout"] = Of(Layer.Dropout(0.2)),
        ["prior"] = Quick with { Prior = Prior.MixtureOfGaussians(2) },
        ["mask"] = Quick with { MissingValues = MissingValues.Mask },
        ["objective"] = Quick with { Objective = Objective.TotalCorrelation(beta: 2) },
    };

    private static VaeOptions Of(Layer layer) => Quick with
    {
        HiddenLayers = null,
        Network = new VaeNetwork { Encoder = [Layer.Dense(8), layer, Layer.Tanh], Decoder = [Layer.Dense(8), Layer.Tanh] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stopped_after_each_epoch_it_gives_the_bytes_of_one_that_was_not(Subject subject, string kind)
    {
        VaeOptions options = Networks[kind] with { Seed = 5, ScoreColumnName = null };
        byte[] expected = Fit(subject, options);
        (byte[] actual, int stops) = StoppedFit.Repeat(stop => Fit(subject, options with
        {
            Checkpoint = new VaeCheckpoint(_folder),
            CancellationToken = stop.Token,
            Progress = new EpochListener(_ => stop.Cancel()),
        }));

        Assert.Equal(4, stops);
        Assert.Equal(expected, actual);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Checkpoints_that_do_not_fit_are_refused(Subject subject, string name) =>
        CheckpointMistakes.All.Single(mistake => mistake.Name == name).AssertRefused(subject);

    [Fact]
    public void Stopped_within_epochs_it_gives_the_bytes_of_one_that_was_not()
    {
        // 300 steps in an epoch, in calls of 32.
        VaeOptions options = Quick with { Seed = 5, BatchSize = 1, Epochs = 4, ValidationFraction = 0 };
        byte[] expected = Fit(Subject.VaeEncode, options, rows: 300);
        var random = new Random(1);
        (byte[] actual, int stops) = StoppedFit.Repeat(stop =>
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(random.Next(2, 25)));
            return Fit(
                Subject.VaeEncode,
                options with { Checkpoint = new VaeCheckpoint(_folder), CancellationToken = stop.Token },
                rows: 300);
        });

        Assert.True(stops > 0);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_checkpoint_is_left_out_with_a_warning_and_the_one_before_it_used(bool bothAreDamaged)
    {
        byte[] expected = Fit(Subject.VaeEncode, Quick with { Seed = 5 });
        VaeOptions options = Quick with { Seed = 5, Checkpoint = new VaeCheckpoint(_folder) { Every = TimeSpan.Zero } };
        Assert.Throws<TimeZoneNotFoundException>(() => Fit(Subject.VaeEncode, options with { Progress = ThrowsAt(3) }));
        Damage("vae-checkpoint");
        if (bothAreDamaged)
        {
            Damage("vae-checkpoint.previous");
        }

        var warnings = new List<string>();
        var seen = new List<int>();
        byte[] actual = Fit(
            Subject.VaeEncode,
            options with { Progress = new EpochListener(progress => seen.Add(progress.Latest.Epoch)) },
            log: warnings);

        Assert.Equal(expected, actual);
        Assert.Equal(bothAreDamaged ? 2 : 1, warnings.Count(warning => warning.Contains("is damaged", StringComparison.Ordinal)));
        Assert.Equal(bothAreDamaged ? 1 : 3, seen[0]);
    }

    [Fact]
    public void A_full_disk_is_a_warning_and_the_last_checkpoint_stays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a device that is always full.");
        VaeOptions options = Quick with { Seed = 5, Checkpoint = new VaeCheckpoint(_folder) { Every = TimeSpan.Zero } };
        Assert.Throws<TimeZoneNotFoundException>(() => Fit(Subject.VaeEncode, options with { Progress = ThrowsAt(2) }));
        byte[] last = File.ReadAllBytes(Path.Combine(_folder, "vae-checkpoint"));
        File.CreateSymbolicLink(Path.Combine(_folder, "vae-checkpoint.unfinished"), "/dev/full");

        // Only the checkpoint of the cancellation is written.
        var warnings = new List<string>();
        using var stop = new CancellationTokenSource();
        VaeOptions canceled = options with
        {
            Checkpoint = new VaeCheckpoint(_folder) { Every = TimeSpan.FromHours(1) },
            CancellationToken = stop.Token,
            Progress = new EpochListener(_ => stop.Cancel()),
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(Subject.VaeEncode, canceled, log: warnings));

        Assert.Single(warnings, warning => warning.StartsWith("Could not write a checkpoint", StringComparison.Ordinal));
        Assert.Equal(last, File.ReadAllBytes(Path.Combine(_folder, "vae-checkpoint")));
        Assert.False(File.Exists(Path.Combine(_folder, "vae-checkpoint.unfinished")));
        Assert.Equal(Fit(Subject.VaeEncode, Quick with { Seed = 5 }), Fit(Subject.VaeEncode, options));
    }

    [Fact]
    public void A_fit_without_a_seed_goes_on_with_that_of_its_checkpoint()
    {
        VaeOptions options = Quick with { Checkpoint = new VaeCheckpoint(_folder) };
        using var stop = new CancellationTokenSource();
        IDataView data = View(new MLContext(), Rows(60));
        Assert.ThrowsAny<OperationCanceledException>(() => new MLContext().Transforms.VaeEncode(
            "Latent",
            "Features",
            options with { CancellationToken = stop.Token, Progress = new EpochListener(_ => stop.Cancel()) }).Fit(data));

        using VaeTransformer fitted = new MLContext().Transforms.VaeEncode("Latent", "Features", options).Fit(data);

        Assert.Equal(5, fitted.Report.Epochs.Count);
        Assert.Equal([1, 2, 3, 4, 5], fitted.Report.Epochs.Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void A_fit_that_diverges_deletes_its_checkpoints_because_it_would_again()
    {
        VaeOptions options = Quick with
        {
            LearningRate = 1e30,
            GradientClipNorm = double.PositiveInfinity,
            Checkpoint = new VaeCheckpoint(_folder) { Every = TimeSpan.Zero },
        };

        Assert.Throws<TrainingDivergedException>(() => Fit(Subject.VaeEncode, options));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Going_on_leaves_no_live_tensors()
    {
        VaeOptions options = Quick with { Seed = 5, Checkpoint = new VaeCheckpoint(_folder) { Every = TimeSpan.Zero } };
        StopAndGoOn();
        long before = torch.Tensor.TotalCount;

        StopAndGoOn();

        Assert.Equal(before, torch.Tensor.TotalCount);

        void StopAndGoOn()
        {
            Assert.Throws<TimeZoneNotFoundException>(
                () => Fit(Subject.VaeEncode, options with { Progress = ThrowsAt(2) }));
            Fit(Subject.VaeEncode, options);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static EpochListener ThrowsAt(int epoch) => new(progress =>
    {
        if (progress.Latest.Epoch == epoch)
        {
            throw new TimeZoneNotFoundException("stopped");
        }
    });

    private static byte[] Fit(Subject subject, VaeOptions options, int rows = 100, List<string>? log = null)
    {
        var ml = new MLContext(1);
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
            {
                log?.Add(e.RawMessage);
            }
        };
        ITransformer fitted = subject.Create(ml, options).Fit(View(ml, Rows(rows)));
        using var owner = (IDisposable)fitted;
        using var file = new MemoryStream();
        Subjects.ModelOf(fitted).Save(file);
        return file.ToArray();
    }

    private void Damage(string name)
    {
        string file = Path.Combine(_folder, name);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
