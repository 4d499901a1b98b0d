using System.Globalization;

namespace VaeTransforms.Plots.Inputs;

/// <summary>The codes of labeled rows, and decodings along the lines between the centers of their classes.</summary>
/// <param name="Name">Whether the model is a VAE or an autoencoder, and its Beta.</param>
/// <param name="Codes">[n], each [2].</param>
/// <param name="Lines">One for each pair of classes.</param>
internal sealed record LatentClusters(
    string Name, IReadOnlyList<float[]> Codes, IReadOnlyList<LatentClusters.Line> Lines)
{
    /// <summary>Points of a line, both ends included.</summary>
    public const int Steps = 9;

    /// <summary>Encodes the rows, and decodes the lines between the means of the classes' codes.</summary>
    /// <param name="model">A model of 2 latent dimensions.</param>
    /// <param name="rows">[n], each [D].</param>
    /// <param name="classes">The classes of the rows, from 2.</param>
    /// <exception cref="ArgumentException">The model does not have 2 latent dimensions.</exception>
    public static LatentClusters Of(VaeModel model, IReadOnlyList<float[]> rows, ClassList classes)
    {
        if (model.Architecture.LatentDimension != 2)
        {
            throw new ArgumentException(
                $"The picture needs models of 2 latent dimensions, but one has {model.Architecture.LatentDimension}. "
                + "Train it with LatentDimension = 2.");
        }

        float[][] codes = model.Encode(rows);
        float[][] centers = [.. classes.Names.Select((_, kind) =>
        {
            float[][] own = [.. codes.Where((_, row) => classes.IndexOf(row) == kind)];
            return new[] { own.Average(code => code[0]), own.Average(code => code[1]) };
        })];

        var lines = new List<Line>();
        for (int from = 0; from < centers.Length; from++)
        {
            for (int to = from + 1; to < centers.Length; to++)
            {
                float[][] points = LatentPoints.Line(centers[from], centers[to], Steps);
                lines.Add(new Line(from, to, points, model.Decode(points)));
            }
        }

        string kindOfModel = model.Training.Beta == 0 ? "autoencoder" : "VAE";
        string name = model.Training.Objective is { } objective
            ? $"VAE, {objective}"
            : string.Create(CultureInfo.InvariantCulture, $"{kindOfModel}, Beta {model.Training.Beta}");
        return new LatentClusters(name, codes, lines);
    }

    /// <summary>The mean of a class's codes, [2], and its decoding, [D].</summary>
    public (float[] Point, float[] Decoding) Center(int kind)
    {
        Line line = Lines.First(line => line.From == kind || line.To == kind);
        int step = line.From == kind ? 0 : Steps - 1;
        return (line.Points[step], line.Decodings[step]);
    }

    /// <summary>A line from the center of one class to the center of another.</summary>
    /// <param name="From">The class at its start.</param>
    /// <param name="To">The class at its end.</param>
    /// <param name="Points">[<see cref="Steps"/>], each [2].</param>
    /// <param name="Decodings">[<see cref="Steps"/>], each [D].</param>
    internal sealed record Line(int From, int To, float[][] Points, float[][] Decodings);
}
