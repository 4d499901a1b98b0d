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
internal sealed class ScalarContract : CustomMappingFactory<ScalarContract.Source, ScalarContract.Columns>
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

    /// <summary>The columns that the mapping adds.</summary>
    public static IReadOnlyList<string> ColumnNames { get; } =
        [KlDivergenceName, ReconstructionErrorName, ScoreName, PValueName, PredictedLabelName, ObservedSlotsName];

    public static void Split(Source source, Columns columns)
    {
        ReadOnlySpan<float> values = source.Scalars.GetValues();
        columns.KlDivergence = values[RowScalars.KlDivergence];
        columns.ReconstructionError = values[RowScalars.ReconstructionError];
        columns.Score = values[RowScalars.Score];
        columns.PValue = values[RowScalars.PValue];
        columns.ObservedSlots = values[RowScalars.ObservedSlots];
        columns.PredictedLabel = values[RowScalars.Excess] > 0;
    }

    public override Action<Source, Columns> GetMapping() => Split;

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

        [ColumnName(PredictedLabelName)]
        public bool PredictedLabel { get; set; }
    }
}
