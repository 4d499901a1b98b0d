using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using VaeTransforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>
/// Splits a vector of scalars into scalar columns. OnnxTransformer can output the vector, but not scalars. A saved pipeline
/// contains the names of this contract and this assembly, and ML.NET finds both when it loads. So the names never change.
/// </summary>
/// <remarks>ML.NET does not store a schema definition. A loaded mapping uses the names in the attributes below.</remarks>
[CustomMappingFactoryAttribute(Contract)]
internal class ScalarContract : CustomMappingFactory<ScalarContract.Source, ScalarContract.Columns>
{
    /// <summary>The start of the names of all internal columns of a saved pipeline. The name of an output follows.</summary>
    public const string Prefix = "VaeTransforms.";

    public const string Contract = Prefix + "Scalars";
    public const string SourceName = Prefix + "Scalars";
    public const string PredictedLabelName = Prefix + "PredictedLabel";

    private const string KlDivergenceName = Prefix + nameof(VaeOutputs.KlDivergence);
    private const string ReconstructionErrorName = Prefix + nameof(VaeOutputs.ReconstructionError);
    private const string ScoreName = Prefix + nameof(VaeOutputs.Score);
    private const string PValueName = Prefix + nameof(VaeOutputs.PValue);

    private const string ObservedSlotsName = Prefix + nameof(VaeOutputs.ObservedSlots);
    private const string TypicalityName = Prefix + nameof(VaeOutputs.Typicality);
    private const string ClusterName = Prefix + nameof(VaeOutputs.Cluster);

    /// <summary>The columns that the mapping adds.</summary>
    public static IReadOnlyList<string> ColumnNames { get; } =
    [
        KlDivergenceName, ReconstructionErrorName, ScoreName, PValueName, PredictedLabelName, ObservedSlotsName, TypicalityName,
        ClusterName,
    ];

    /// <summary>What is predicted for a row whose score is NaN.</summary>
    protected virtual NaNPolicy Policy => NaNPolicy.Pass;

    /// <summary>The contract of a policy. A saved mapping has no state but its name, so each policy has its own.</summary>
    /// <returns>The contract, and its name.</returns>
    public static (ScalarContract Mapping, string Name) Of(NaNPolicy policy) => policy switch
    {
        NaNPolicy.Alarm => (new Alarming(), Contract + nameof(NaNPolicy.Alarm)),
        NaNPolicy.Throw => (new Throwing(), Contract + nameof(NaNPolicy.Throw)),
        _ => (new ScalarContract(), Contract),
    };

    public override Action<Source, Columns> GetMapping() => Split;

    private void Split(Source source, Columns columns)
    {
        ReadOnlySpan<float> values = source.Scalars.GetValues();
        columns.KlDivergence = values[RowScalars.KlDivergence];
        columns.ReconstructionError = values[RowScalars.ReconstructionError];
        columns.Score = values[RowScalars.Score];
        columns.PValue = values[RowScalars.PValue];
        columns.ObservedSlots = values[RowScalars.ObservedSlots];
        columns.Typicality = values[RowScalars.Typicality];
        columns.Cluster = values[RowScalars.Cluster];
        columns.PredictedLabel = Anomaly.PredictedLabel.Of(values[RowScalars.Excess], Policy);
    }

    [CustomMappingFactoryAttribute(Contract + nameof(NaNPolicy.Alarm))]
    internal sealed class Alarming : ScalarContract
    {
        protected override NaNPolicy Policy => NaNPolicy.Alarm;
    }

    [CustomMappingFactoryAttribute(Contract + nameof(NaNPolicy.Throw))]
    internal sealed class Throwing : ScalarContract
    {
        protected override NaNPolicy Policy => NaNPolicy.Throw;
    }

    internal sealed class Source
    {
        [ColumnName(SourceName)]
        public VBuffer<float> Scalars { get; set; }
    }

    internal sealed class Columns
    {
        [ColumnName(KlDivergenceName)]
        public float KlDivergence { get; set; }

        [ColumnName(ReconstructionErrorName)]
        public float ReconstructionError { get; set; }

        [ColumnName(ScoreName)]
        public float Score { get; set; }

        [ColumnName(PValueName)]
        public float PValue { get; set; }

        [ColumnName(ObservedSlotsName)]
        public float ObservedSlots { get; set; }

        [ColumnName(TypicalityName)]
        public float Typicality { get; set; }

        [ColumnName(ClusterName)]
        public float Cluster { get; set; }

        [ColumnName(PredictedLabelName)]
        public bool PredictedLabel { get; set; }
    }
}
