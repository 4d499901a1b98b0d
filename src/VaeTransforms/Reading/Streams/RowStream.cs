using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>The training rows of a view that is read again in each epoch.</summary>
internal sealed class RowStream : IStreamedRows
{
    private readonly IDataView _data;
    private readonly WeightColumn? _weights;
    private readonly ClassColumn? _labels;
    private readonly MemoryShares _shares;
    private ulong? _expected;

    private RowStream(IDataView data, IRowInputs inputs, SamplePass pass)
    {
        (_data, Inputs, Keys, _weights, _labels, _shares) = (data, inputs, pass.Keys, pass.Weights, pass.Labels, pass.Shares);
    }

    public IRowInputs Inputs { get; }

    public RowKeys Keys { get; }

    /// <summary>All rows of the view.</summary>
    public required long Rows { get; init; }

    public required long TrainingRows { get; init; }

    public required ColumnMoments? Moments { get; init; }

    public required double MeanWeight { get; init; }

    public required long LabeledRows { get; init; }

    public required ulong Fingerprint { get; init; }

    /// <summary>Where the rows in memory are in the view.</summary>
    public required IReadOnlyList<long> Positions { get; init; }

    public int ShuffledRows => (int)Math.Min(TrainingRows, _shares.ShuffledRows(Inputs.Size));

    public int BlockRows => _shares.BlockRows(Inputs.Size);

    /// <summary>One for all epochs: an epoch is over before the next one begins.</summary>
    public ShuffleBuffer Buffer => field ??= new ShuffleBuffer(ShuffledRows, Inputs.Size);

    /// <summary>The stream of a view that was read once.</summary>
    /// <param name="data">The view.</param>
    /// <param name="inputs">The features.</param>
    /// <param name="pass">What was read.</param>
    /// <param name="sample">What the first pass kept.</param>
    /// <param name="moments">Of all training rows; null if they are not known.</param>
    public static RowStream Of<T>(
        IDataView data, IRowInputs inputs, SamplePass pass, RowSample<T> sample, ColumnMoments? moments)
        where T : unmanaged
    {
        return new RowStream(data, inputs, pass)
        {
            Rows = sample.Seen,
            TrainingRows = sample.TrainingRows,
            Moments = moments,
            MeanWeight = sample.MeanWeight,
            LabeledRows = sample.LabeledRows,
            Fingerprint = sample.Fingerprint,
            Positions = [.. sample.Kept.Select(row => row.Position)],

            // The hash of cells is not that of slots; then the first epoch tells what the others have to be like.
            _expected = typeof(T) == typeof(float) ? sample.Fingerprint : null,
        };
    }

    public IRowFlow Open(int epoch, int seed, CancellationToken cancellation) => new RowFlow(this, epoch, seed, cancellation);

    public DataViewRowCursor OpenCursor(Random random)
    {
        IEnumerable<DataViewSchema.Column> sides = new ISideColumn?[] { _weights, _labels }.OfType<ISideColumn>()
            .Select(side => side.Column);
        return _data.GetRowCursor([.. Inputs.Columns, .. sides, .. Keys.Columns], _data.CanShuffle ? random : null);
    }

    public WeightColumn? NewWeights() => _weights is null ? null : new WeightColumn(_weights.Column);

    public ClassColumn? NewLabels() => _labels is null ? null : new ClassColumn(_labels.Column);

    /// <summary>Refuses a budget that has no room for a batch.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public void Check(TrainingPlan plan)
    {
        if (_shares.ShuffledRows(Inputs.Size) < plan.BatchSize)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"MemoryBudget is {_shares.Bytes:N0} bytes, a quarter of which has room for "
                + $"{_shares.ShuffledRows(Inputs.Size)} rows of {Inputs.Size} values, but a batch has {plan.BatchSize}. Raise "
                + $"MemoryBudget, or lower BatchSize."));
        }
    }

    /// <summary>What a log says about streaming.</summary>
    /// <param name="inMemory">Rows that are in memory.</param>
    public string Describe(int inMemory) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows:N0} rows of {Inputs.Size} values take more than MemoryBudget, {_shares.Bytes:N0} bytes. Each epoch reads them "
        + $"again, in random order through a buffer of {ShuffledRows:N0} rows"
        + $"{(_data.CanShuffle ? ", from a view that shuffles" : "")}; {inMemory:N0} rows stay in memory. An expensive pipeline "
        + $"in front is computed each time: save its output to a file, and fit on that.");

    /// <summary>Refuses other values than those of the passes before.</summary>
    /// <exception cref="InvalidOperationException">They are others.</exception>
    public void CheckValues(int epoch, ulong fingerprint)
    {
        _expected ??= fingerprint;
        if (_expected != fingerprint)
        {
            throw Changed($"rows of {InputsText} have other values in epoch {OptionRule.Text(epoch)} than before");
        }
    }

    /// <summary>Another number of rows than before.</summary>
    public InvalidOperationException ChangedRows(int epoch, long rows) => Changed(string.Create(
        CultureInfo.InvariantCulture, $"{InputsText} had {Rows} rows at first, and {rows} in epoch {epoch}"));

    private string InputsText => $"column '{Inputs.Name}'";

    private static InvalidOperationException Changed(string what) => new(
        $"The data changed while they were read: {what}. Rows beyond MemoryBudget are read again in each epoch, so each pass "
        + "must give the same rows. Save the data as a binary or a Parquet file and fit on that, or raise MemoryBudget.");
}
