using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>The bins of some slots, padded to one number per slot; or of one slot, which stands for all.</summary>
/// <param name="Bins">Bins per slot with those that only pad; B.</param>
/// <param name="Lower">Lower bounds, included, [D B]. Padding repeats the last upper bound.</param>
/// <param name="Upper">Upper bounds, excluded, [D B].</param>
/// <param name="Centers">Means of the values in a bin, [D B].</param>
/// <param name="Rows">How many values trained on are in a bin, [D B]; 0 for padding only.</param>
/// <param name="Atoms">1 for bins that are a single value, 0 for others, [D B].</param>
internal sealed record BinTable(
    int Bins, NumberList Lower, NumberList Upper, NumberList Centers, NumberList Rows, NumberList Atoms)
{
    public int Bins { get; } = OptionRule.Check(
        Bins,
        Bins >= 1 && Rows.Count % Bins == 0
            && new[] { Lower, Upper, Centers, Atoms }.All(numbers => numbers.Count == Rows.Count),
        "must be the number of values that every array has for a slot.");

    public static BinTable Of(IReadOnlyList<SlotBins.Bin[]> slots)
    {
        int width = slots.Max(bins => bins.Length);
        SlotBins.Bin[] padded = [.. slots.SelectMany(bins => bins.Concat(Enumerable.Repeat(
            new SlotBins.Bin(bins[^1].Upper, bins[^1].Upper, 0, 0, IsAtom: true), width - bins.Length)))];
        return new BinTable(
            width,
            new NumberList(padded.Select(bin => (double)bin.Lower)),
            new NumberList(padded.Select(bin => (double)bin.Upper)),
            new NumberList(padded.Select(bin => bin.Center)),
            new NumberList(padded.Select(bin => (double)bin.Rows)),
            new NumberList(padded.Select(bin => bin.IsAtom ? 1.0 : 0)));
    }

    /// <summary>ln of the rows in each bin of a slot, without padding.</summary>
    public IEnumerable<double> LogRows(int slot) => Enumerable.Range(Place(slot, 0), Bins)
        .Where(place => Rows[place] > 0)
        .Select(place => Math.Log(Rows[place]));

    /// <summary>The bins of a slot, each a single value, from the lowest to the highest; null if a bin is a range.</summary>
    public double[]? Levels(int slot)
    {
        int[] places = [.. Enumerable.Range(Place(slot, 0), Bins).Where(place => Rows[place] > 0)];
        return places.All(place => Atoms[place] == 1) ? Array.ConvertAll(places, place => Centers[place]) : null;
    }

    /// <summary>A value of a bin: the atom, or uniform on either side of the center so that this is the mean.</summary>
    public double Draw(int slot, int bin, Random random)
    {
        int place = Place(slot, bin);
        if (Atoms[place] == 1)
        {
            return Centers[place];
        }

        (double lower, double center, double upper) = (Lower[place], Centers[place], Upper[place]);
        bool isBelow = random.NextDouble() < (upper - center) / (upper - lower);
        return center + (random.NextDouble() * ((isBelow ? lower : upper) - center));
    }

    private int Place(int slot, int bin) => ((slot * Bins) % Rows.Count) + bin;
}
