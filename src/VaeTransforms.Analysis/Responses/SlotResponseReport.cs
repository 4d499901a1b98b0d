using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>Which input slots each latent dimension moves, found by <c>LatentSpace.SlotResponses</c>.</summary>
public sealed record SlotResponseReport
{
    private const int PrintedSlots = 5;

    /// <summary>Rows whose codes were moved.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out because they hold NaN or infinity.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>How far codes were moved.</summary>
    public required LatentStep Step { get; init; }

    /// <summary>[K] that distance for each dimension, in latent units.</summary>
    public required IReadOnlyList<double> StepSizes { get; init; }

    /// <summary>
    /// [K][D] mean over rows of |decoder(z + s/2) - decoder(z - s/2)|, z the row's latent mean and s the dimension's step, in
    /// the slots' own units.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Responses { get; init; }

    /// <summary>
    /// [D] by how much the model divides each slot to normalise it: standard deviation, range, or 1 without normalisation. A
    /// response over it is relative.
    /// </summary>
    public required IReadOnlyList<double> SlotScales { get; init; }

    /// <summary>[D] names of the slots, or null where the input has none.</summary>
    public required IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>The slots that a dimension moves most, by their relative response.</summary>
    /// <param name="dimension">From 0 to K - 1.</param>
    /// <param name="count">The most slots to give, from 0.</param>
    /// <returns>The largest relative response first.</returns>
    public IReadOnlyList<SlotResponse> Top(int dimension, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dimension);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dimension, Responses.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Responses[dimension]
            .Select((response, slot) => new SlotResponse(slot, SlotNames?[slot], response, response / SlotScales[slot]))
            .OrderByDescending(slot => slot.Relative)
            .ThenBy(slot => slot.Slot)
            .Take(count)];
    }

    /// <summary>Everything in the report, with the names it has here.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>A line for each dimension with the slots it moves most, relative responses in brackets.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows} rows, each dimension moved by one {(Step == LatentStep.Aggregate ? "standard deviation of all codes" : "posterior standard deviation")}; change in units of the normalised input{string.Concat(Enumerable.Range(0, Responses.Count).Select(Line))}");

    private string Line(int dimension) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.NewLine}dimension {dimension} (step {StepSizes[dimension]:F3}): {string.Join(", ", Top(dimension, PrintedSlots).Select(Text))}");

    private static string Text(SlotResponse slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{slot.Name ?? $"slot {slot.Slot}"} ({slot.Relative:F3})");
}
