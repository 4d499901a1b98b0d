using Microsoft.ML;
using VaeTransforms.Plots.Drawing;
using VaeTransforms.Plots.Inputs;

namespace VaeTransforms.Plots;

/// <summary>Images, and their reconstructions below them.</summary>
public static class Reconstructions
{
    private const int MaxColumns = 12;

    /// <summary>Draws rows and their reconstructions.</summary>
    /// <param name="model">The model that reconstructs the rows, at their latent means.</param>
    /// <param name="rows">[n], each [D], in the input's own units. A condition at their end is not drawn.</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="captions">[n], text below each pair, such as labels or scores; null, the default, for none.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, a row has another length than D or does not form such an image, a value is not finite, or there is
    /// not one caption per row.
    /// </exception>
    public static Picture Draw(
        VaeModel model,
        IReadOnlyList<float[]> rows,
        ImageShape? image = null,
        IReadOnlyList<string>? captions = null,
        string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(Features.Of(model, rows), Features.Of(model, model.Reconstruct(rows)), image, captions, title);
    }

    /// <summary>Draws the first rows of a view.</summary>
    /// <param name="model">The model that reconstructs the rows, at their latent means.</param>
    /// <param name="data">A view with the column that the model was trained on.</param>
    /// <param name="count">The number of rows, from 1; 12 by default. A shorter view is drawn whole.</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <exception cref="ArgumentException">The column is missing, or its rows cannot be drawn.</exception>
    public static Picture Draw(
        VaeModel model, IDataView data, int count = 12, ImageShape? image = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Draw(model, Features.First(model, data, count), image, captions: null, title);
    }

    /// <summary>Draws images above other images that correspond to them.</summary>
    /// <param name="inputs">[n], each [D].</param>
    /// <param name="reconstructions">[n], each [D].</param>
    /// <param name="image">The layout of a row; null, the default, for a gray square.</param>
    /// <param name="captions">[n], text below each pair; null, the default, for none.</param>
    /// <param name="title">The heading; null, the default, for a heading that describes the picture.</param>
    /// <param name="inputName">The name of the upper images; "input" by default.</param>
    /// <param name="reconstructionName">The name of the lower images; "reconstruction" by default.</param>
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
        RowChecks.RequireEach(reconstructions, inputs.Count, "reconstruction", "input");
        RowChecks.RequireFinite(inputs, "input");
        if (captions is not null)
        {
            RowChecks.RequireEach(captions, inputs.Count, "caption", "input");
        }

        int columns = MosaicPicture.EvenColumns(inputs.Count, MaxColumns);
        return MosaicPicture.Create(
            title ?? "Inputs above, reconstructions below",
            MosaicPicture.Bands([inputs, reconstructions], [inputName, reconstructionName], captions, columns),
            columns,
            image);
    }
}
