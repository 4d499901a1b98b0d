using VaeTransforms.Orleans;
using VaeTransforms.Tests.Contract.Refusals;
using static VaeTransforms.Tests.Contract.Refusals.OptionMistakes;

namespace VaeTransforms.Tests.Orleans;

/// <summary>What a cluster refuses, as far as it does not take silos to refuse it.</summary>
internal static class ClusterMistakes
{
    private static readonly VaeOptions Options = new() { LatentDimension = 2, Epochs = 1, Seed = 1 };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        Set("StepsPerRound", "0", () => new VaeClusterOptions { StepsPerRound = 0 }, "from 1 to 1000000"),
        Set("OuterLearningRate", "0", () => new VaeClusterOptions { OuterLearningRate = 0 }, "above 0"),
        Set("OuterMomentum", "1", () => new VaeClusterOptions { OuterMomentum = 1 }, "[0, 1)"),
        Set("SampleRows", "1", () => new VaeClusterOptions { SampleRows = 1 }, "at least 2"),
        Set("OutputColumnName", "' '", () => new VaeClusterOptions { OutputColumnName = " " }, "name of a column"),
        Set("InputColumnNames", "[]", () => new VaeClusterOptions { InputColumnNames = [] }, "names of columns"),
        Set("Job", "' '", () => new VaeClusterOptions { Job = " " }, "null for a new one"),
        Set("MaxSilence", "00:00:00", () => new VaeClusterOptions { MaxSilence = TimeSpan.Zero }, "above 0"),
        Set("Partitions", "0", () => new VaeScoringOptions { Partitions = 0 }, "at least 1"),
        Set("ColumnNames", "[]", () => new VaeScoringOptions { ColumnNames = [] }, "names of columns"),
        Set("Lease", "00:00:00", () => new VaeScoringOptions { Lease = TimeSpan.Zero }, "above 0"),
        Set("Folder", "' '", () => new VaeSiloOptions { Folder = " " }, "storage of your own"),
        Set("Workers", "0", () => new VaeSiloOptions { Workers = 0 }, "at least 1"),
        Make("A fit without shards", () => Checked(Options, 0), "at least 1 shard", "ParquetParts") with { Parameter = "shards" },
        Refused("A prior with clusters", Options with { Prior = Prior.MixtureOfGaussians(3) }, "standard normal prior"),
        Refused("Held-out blocks", Options with { HoldOut = HoldOut.Blocks(1) }, "HoldOut is"),
        Refused("Groups of rows", Options with { SamplingKeyColumnName = "Key" }, "SamplingKeyColumnName is 'Key'"),
        Refused("Rows of different weight", Options with { ExampleWeightColumnName = "Mass" }, "'Mass'"),
        Refused("A condition", Options with { ConditionColumnName = "Site" }, "ConditionColumnName is 'Site'"),
        Refused("A checkpoint", Options with { Checkpoint = new VaeCheckpoint("course") }, "Checkpoint is 'course'"),
        new("Silos of different processors", typeof(VaeClusterException), _ => throw Differing(), "AVX2", "Stop that silo"),
        new("Stored state that is damaged", typeof(VaeClusterException), _ => RoundBytes.Read([1, 2, 3], "fit"), "another Job"),
        new(
            "A cluster that does not answer",
            typeof(VaeClusterException),
            _ => Polling.UntilDoneAsync<bool>(
                () => throw new TimeoutException("Response did not arrive on time."), TimeSpan.Zero, CancellationToken.None)
                .GetAwaiter().GetResult(),
            "0 seconds",
            "Start silos",
            "Response did not arrive on time."),
    ];

    private static Mistake Refused(string name, VaeOptions options, string fact) =>
        Make(name, () => Checked(options, 2), fact, "fit on one machine") with { Parameter = "options" };

    private static object Checked(VaeOptions options, int shards)
    {
        ClusterRules.Check(options, Waves.Shards(shards));
        return options;
    }

    private static VaeClusterException Differing() => SiloCheck.Differs(
        "S10.0.0.2:11111:7",
        new SiloFacts("VaeTransforms 0.1", "Linux X64 AuthenticAMD AVX2+FMA"),
        "the others",
        new SiloFacts("VaeTransforms 0.1", "Linux X64 GenuineIntel AVX2+FMA"));
}
