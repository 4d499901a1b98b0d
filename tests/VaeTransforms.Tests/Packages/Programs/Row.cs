using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>A row of the data that both programs read.</summary>
internal sealed class Row
{
    [VectorType(6)]
    public float[] Features { get; set; } = [];

    /// <summary>Rows near a curve. The same seed gives the same rows in both programs.</summary>
    public static Row[] Some(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double position = random.NextDouble();
            float Value(int i) => (float)(Math.Sin(i * position) + random.NextDouble() / 10);
            return new Row { Features = [.. Enumerable.Range(1, 6).Select(Value)] };
        })];
    }

    /// <summary>Writes scores as text, one a line.</summary>
    public static void WriteScores(string file, IEnumerable<float> scores) =>
        File.WriteAllLines(file, scores.Select(score => score.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>The column 'Score' of rows that both programs score.</summary>
    public static IEnumerable<float> Scores(MLContext mlContext, ITransformer transformer) =>
        transformer.Transform(mlContext.Data.LoadFromEnumerable(Some(25, seed: 2))).GetColumn<float>("Score");
}
