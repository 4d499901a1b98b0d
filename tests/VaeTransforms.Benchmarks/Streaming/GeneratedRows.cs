using Microsoft.ML;

namespace VaeTransforms.Benchmarks.Streaming;

/// <summary>A view that makes its rows while it is read, the same ones in each pass, as correlated as those of sensors.</summary>
internal static class GeneratedRows
{
    private const int Patterns = 4096;

    /// <summary>A view that cannot tell how many rows it has.</summary>
    public static IDataView View(MLContext mlContext, long rows) => mlContext.Data.LoadFromEnumerable(Rows(rows));

    private static IEnumerable<Sensors.Row> Rows(long count)
    {
        float[][] patterns = [.. Sensors.Rows(Patterns).Select(row => row.Features)];
        var row = new Sensors.Row { Features = new float[Sensors.Width] };
        ulong state = 1;
        for (long i = 0; i < count; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            float[] pattern = patterns[state >> 52];
            ulong noise = state >> 8;
            for (int j = 0; j < pattern.Length; j++)
            {
                noise = (noise * 2862933555777941757) + 3037000493;
                row.Features[j] = pattern[j] + ((noise >> 40) * (1f / (1 << 24)));
            }

            yield return row;
        }
    }
}
