using System.Globalization;
using VaeTransforms.Analysis;

namespace VaeTransforms;

/// <summary>The result of <c>LatentSpace.SlotResponses</c>: the effect of each latent dimension on each input slot.</summary>
public sealed record SlotResponseReport
{
    private const int PrintedSlots = 5;

    /// <summary>The number of rows whose codes were moved.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of rows with NaN or infinity, which were skipped.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>The definition of the step.</summary>
    public required LatentStep Step { get; init; }

    /// <summary>[K] the size s of the step for each dimension, in latent units.</summary>
    public required IReadOnlyList<double> StepSizes { get; init; }

    /// <summary>
    /// [K][D] the mean over rows of |decoder(z + s/2) - decoder(z - s/2)|, where z is the latent mean of the row, and s is the
    /// step of the dimension; in the units of each slot.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Responses { get; init; }

    /// <summary>
    /// [D] the scale that the normalization divides each slot by: the standard deviation, the range, or 1 without normalization.
    /// A response divided by its scale is a relative response.
    /// </summary>
    public required IReadOnlyList<double> SlotScales { get; init; }

    /// <summary>[D] the names of the slots; null if the input has no slot names.</summary>
    public required IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>The slots with the largest relative response to a dimension.</summary>
    /// <param name="dimension">The latent dimension, from 0 to K - 1.</param>
    /// <param name="count">The maximum number of slots to return, from 0.</param>
    /// <returns>At most <paramref name="count"/> slots, the largest relative response first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or the count is negative.</exception>
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

    /// <summary>Writes the whole report as JSON, with the property names of this type.</summary>
    /// <returns>Indented JSON.</returns>
    public string ToJson() => ReportJson.Of(this);

    /// <summary>Writes a line for each dimension, with the five slots that respond most and their relative responses.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows} rows, each dimension moved by one {StepName}; change in normalized units")
        + string.Concat(StepSizes.Select(Line));

    private string StepName => Step == LatentStep.Aggregate ? "standard deviation of all codes" : "posterior standard deviation";

    private string Line(double step, int dimension) => string.Create(
        CultureInfo.InvariantCulture, $"{Environment.NewLine}dimension {dimension} (step {step:F3}): ")
        + string.Join(", ", Top(dimension, PrintedSlots).Select(Text));

    private static string Text(SlotResponse slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{slot.Name ?? $"slot {slot.Slot}"} ({slot.Relative:F3})");
}
