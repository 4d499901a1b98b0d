using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Sampling;

namespace VaeTransforms;

/// <content>Drawing rows.</content>
public sealed partial class VaeModel
{
    /// <summary>Generates rows: it draws latent points from <see cref="VaeArchitecture.Prior"/> and decodes them.</summary>
    /// <param name="count">The number of rows, from 0.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <param name="noise">
    /// Whether to draw from p(x | z), so that rows vary as much as data do. Default: false, which gives the means of p(x | z).
    /// </param>
    /// <returns>[count], each [D], in the units of the input.</returns>
    /// <exception cref="NotSupportedException">A likelihood or prior of your own does not draw.</exception>
    /// <seealso cref="LatentPoints.Prior"/>
    public float[][] Sample(int count, int seed, bool noise = false)
    {
        CheckCondition();
        var generator = new RowGenerator(_scorer, seed);
        float[][] latents = generator.Latents(count);
        return noise
            ? generator.Draw(latents)
            : Decode(latents);
    }

    /// <summary>Generates rows with the columns that the model was trained on, in their own types: synthetic data.</summary>
    /// <param name="mlContext">Not changed.</param>
    /// <param name="count">The number of rows, from 0.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <param name="where">
    /// Columns that have a given value in every row, such as <c>("Job", "Clerk")</c>. The other columns follow from it. Default:
    /// none. A model with a condition needs its value here, and nothing else.
    /// </param>
    /// <returns>
    /// A view in memory. Latent points are drawn from the prior, and values from p(x | z): numbers and times have the
    /// steps of those in training, such as 1, 0.01 or a day, and categories are values that training saw.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A condition names no column, has a value that the column cannot have, or is too improbable.
    /// </exception>
    /// <exception cref="NotSupportedException">A likelihood or prior of your own does not draw.</exception>
    public IDataView SampleRows(MLContext mlContext, int count, int seed, params (string Column, object Value)[] where)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(where);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var generator = new RowGenerator(_scorer, seed);
        if (Architecture.Conditions > 0)
        {
            return View(generator.Draw(Codes(generator.Latents(count), ConditionOf(where))), where);
        }

        float[][] rows = where.Length == 0
            ? generator.Draw(generator.Latents(count))
            : generator.DrawGiven(count, Conditions.Row(Trained, where));
        return View(rows, where);
    }

    /// <summary>
    /// Generates rows near given ones: each latent point is drawn from the posterior of one of them, chosen at random. Where the
    /// prior leaves holes between the codes of data, such rows are closer to data; they are also closer to the given rows.
    /// </summary>
    /// <param name="mlContext">Not changed.</param>
    /// <param name="posteriors">At least one, such as <see cref="EncodePosterior"/> gives.</param>
    /// <param name="count">The number of rows, from 0.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <returns>A view in memory, as the other overload gives it.</returns>
    /// <exception cref="ArgumentException">There is no posterior, or one has another number of dimensions.</exception>
    public IDataView SampleRows(MLContext mlContext, IReadOnlyList<LatentPosterior> posteriors, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(posteriors);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckPoints([.. posteriors.Select(posterior => posterior.Mean)]);
        if (posteriors.Count == 0)
        {
            throw new ArgumentException("At least one posterior is needed to draw from, but there is none. Encode some rows.");
        }

        var random = new Random(seed);
        var noise = new float[Architecture.LatentDimension];
        var latents = new float[count][];
        for (int i = 0; i < count; i++)
        {
            LatentPosterior posterior = posteriors[random.Next(posteriors.Count)];
            latents[i] = new float[noise.Length];
            PosteriorDraw.Next(posterior.Mean, posterior.LogVariance, random, noise, latents[i]);
        }

        return View(new RowGenerator(_scorer, seed).Draw(latents), where: []);
    }

    /// <summary>Rows as columns, in which given numbers are as they were given: they have no step.</summary>
    private MemoryView View(float[][] rows, IReadOnlyList<(string Column, object Value)> where)
    {
        TableLayout layout = Trained.Layout;
        IReadOnlyList<(int Cell, double Value)> given = ConditionColumnName is null ? Conditions.Cells(Trained, where) : [];
        return TableView.Of(layout, SlotNames, Array.ConvertAll(rows, row =>
        {
            double[] cells = Cells(layout, row);
            foreach ((int cell, double value) in given)
            {
                cells[cell] = value;
            }

            return cells;
        }));
    }

    /// <summary>The cells of a centered row.</summary>
    private static double[] Cells(TableLayout layout, float[] row)
    {
        var cells = new double[layout.Cells];
        layout.Collapse(row, cells);
        return cells;
    }
}
