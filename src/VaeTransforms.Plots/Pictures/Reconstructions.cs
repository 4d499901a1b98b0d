using Microsoft.ML;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Images, and below each what the model makes of it.</summary>
public static class Reconstructions
{
    private const int LargestBand = 12;

    /// <summary>Draws rows and their reconstructions.</summary>
    /// <param name="model">Reconstructs the rows at their latent means.</param>
    /// <param name="rows">[n], each [D], in the input's own units.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="captions">[n] words below each pair, such as labels or scores; null, the default, for none.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, a row has another length than D or does not form such an image, a value is not finite, or there are
    /// more or fewer captions.
    /// </exception>
    public static Picture Draw(VaeModel model, IReadOnlyList<float[]> rows, ImageShape? image = null, IReadOnlyList<string>? captions = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(rows, model.Reconstruct(rows), image, captions, title);
    }

    /// <summary>Draws the first rows of a view.</summary>
    /// <param name="model">Reconstructs the rows at their latent means.</param>
    /// <param name="data">A view with the column that the model was trained on.</param>
    /// <param name="count">How many rows; fewer where there are fewer.</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <exception cref="ArgumentException">The column is missing, or its rows cannot be drawn.</exception>
    public static Picture Draw(VaeModel model, IDataView data, int count = 12, ImageShape? image = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Draw(model, ViewColumns.Vectors(data, model.InputColumnName, count), image, captions: null, title);
    }

    /// <summary>Draws images above others that belong to them.</summary>
    /// <param name="inputs">[n], each [D].</param>
    /// <param name="reconstructions">[n], each [D].</param>
    /// <param name="image">How a row forms an image; null for a grey square.</param>
    /// <param name="captions">[n] words below each pair; null, the default, for none.</param>
    /// <param name="title">The heading; null for one that says what is drawn.</param>
    /// <param name="inputName">What the images above are, where they are no inputs.</param>
    /// <param name="reconstructionName">What the images below are, where they are no reconstructions.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, they do not form such an image, a value is not finite, or the counts differ.
    /// </exception>
    public static Picture Draw(
        IReadOnlyList<float[]> inputs,
        IReadOnlyList<float[]> reconstructions,
        ImageShape? image = null,
        IReadOnlyList<string>? captions = null,
        string? title = null,
        string inputName = "input",
        string reconstructionName = "reconstruction")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(inputName);
        ArgumentNullException.ThrowIfNull(reconstructionName);
        RowLength.RequireEach(reconstructions, inputs.Count, "reconstruction", "input");
        RowLength.OfFinite(inputs, "input");
        if (captions is not null)
        {
            RowLength.RequireEach(captions, inputs.Count, "caption", "input");
        }

        // Bands of one length, but for the last.
        int bands = (inputs.Count + LargestBand - 1) / LargestBand;
        int columns = (inputs.Count + bands - 1) / bands;
        return MosaicPicture.Create(
            title ?? "Inputs above, reconstructions below",
            [.. Enumerable.Range(0, bands).Select(band => Band(inputs, reconstructions, captions, band * columns, columns, [inputName, reconstructionName]))],
            columns,
            image);
    }

    private static MosaicBlock Band(
        IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> reconstructions, IReadOnlyList<string>? captions, int start, int columns, string[] names)
    {
        int[] rows = [.. Enumerable.Range(start, Math.Min(columns, inputs.Count - start))];

        // A last band that is short is filled with nothing between its two rows.
        float[][] filling = [.. Enumerable.Repeat<float[]>([], columns - rows.Length)];
        return new MosaicBlock([.. rows.Select(row => inputs[row]), .. filling, .. rows.Select(row => reconstructions[row])])
        {
            RowNames = names,
            ColumnNames = captions is null ? [] : [.. rows.Select(row => captions[row])],
        };
    }
}
