using System.Buffers;
using System.Globalization;
using System.Text;

namespace VaeTransforms.Reading;

/// <summary>The exceptions for unsuitable values in the columns of a table.</summary>
internal static class TableColumnErrors
{
    // Fewer values say nothing about whether a column is an identifier.
    private const int MinDistinct = 20;

    /// <summary>What to do about a number that is finite, but not as a Single.</summary>
    public const string BeyondSingle =
        "It lies beyond Single's range of ±3.4E+38, in which the model computes: scale the column down.";

    /// <summary>Refuses a text that is not Unicode: a saved model has another one in its place, which no row has.</summary>
    /// <exception cref="ArgumentException">A value is such a text.</exception>
    public static void CheckTexts(string name, IEnumerable<string> values)
    {
        if (values.FirstOrDefault(value => !IsUnicode(value)) is { } broken)
        {
            throw new ArgumentException(
                $"Column '{name}' holds the text '{broken}', which has half of a character: a surrogate without its pair, as in "
                    + "a text that was cut within an emoji. Files cannot hold it. Cut texts between characters, for example "
                    + "with StringInfo, or replace it.");
        }
    }

    /// <summary>Refuses a category of which most values occur once, or a key of more values than rows.</summary>
    /// <exception cref="ArgumentException">It is one.</exception>
    public static void CheckCategories(string name, int values, long rows)
    {
        if (values > MinDistinct && values > rows / 2)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Column '{name}' has {values} different values in {rows} rows, but a category needs values that occur several "
                    + $"times: at most half as many as rows. An identifier says nothing about other rows, so leave the column "
                    + $"out; if it is text, turn it into numbers with mlContext.Transforms.Text.FeaturizeText(\"{name}\")."));
        }
    }

    /// <summary>A value that training cannot use: NaN, an infinity, or a number beyond Single's range.</summary>
    /// <param name="name">The column.</param>
    /// <param name="value">What it holds.</param>
    /// <param name="row">How messages name the row.</param>
    /// <param name="canMask">Whether missing values could be allowed, which a condition rules out.</param>
    public static ArgumentException Unusable(string name, double value, string row, bool canMask) =>
        double.IsNaN(value) ? Missing(name, row, canMask)
        : double.IsInfinity(value) ? Infinite(name, value, row)
        : new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"Column '{name}' holds {value} in {row} (rows count from 0), but training needs finite values. {BeyondSingle}"));

    private static ArgumentException Missing(string name, string row, bool canMask) => new(
        $"Column '{name}' has no value in {row} (rows count from 0), but training needs every value. "
            + (canMask ? "Set VaeOptions.MissingValues to Mask, put" : "Put") + " a value in its place, or drop such rows.");

    private static ArgumentException Infinite(string name, double value, string row) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Column '{name}' holds {value} in {row} (rows count from 0), but training needs finite values. Correct it where it is "
            + $"computed, or drop such rows with mlContext.Data.FilterByCustomPredicate."));

    /// <param name="name">The column.</param>
    /// <param name="part">"training" or "validation".</param>
    public static ArgumentException AllMissing(string name, string part) => new(
        $"Column '{name}' is missing in every {part} row, but each column needs at least one value there. Leave the column out, "
            + (part == "training" ? "or train on rows that have it." : "or give validation rows that have it."));

    private static bool IsUnicode(string text)
    {
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int used) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }
}
