namespace VaeTransforms.Benchmarks.Papers;

/// <summary>Kinds of defects that are put on a picture of clothes.</summary>
internal enum DefectKind
{
    Scratch,
    Spot,
    MissingPart,
}

/// <summary>A picture with a defect on the garment.</summary>
/// <param name="Pixels">[side · side], from 0 to 1.</param>
/// <param name="Changes">[side · side]: how far each level was moved, from 0 to 1.</param>
internal sealed record Defect(float[] Pixels, float[] Changes)
{
    private const float OnGarment = 0.25f;
    private const int MissingSide = 8;
    private const double ScratchLength = 10;
    private const double SpotRadius = 2.24;

    /// <summary>Puts a defect around a random pixel of the garment.</summary>
    /// <param name="picture">[side · side], from 0 to 1.</param>
    /// <param name="side">Pixels.</param>
    /// <param name="kind">A line or a disk, black on bright and white on dark pixels; or a black square.</param>
    /// <param name="random">The source of the place and the direction.</param>
    public static Defect Put(float[] picture, int side, DefectKind kind, Random random)
    {
        int[] garment = [.. Enumerable.Range(0, picture.Length).Where(i => picture[i] > OnGarment)];
        int center = garment.Length == 0 ? picture.Length / 2 : garment[random.Next(garment.Length)];
        (int x, int y) = (center % side, center / side);
        double angle = random.NextDouble() * Math.PI;
        IEnumerable<(double X, double Y)> offsets = kind switch
        {
            DefectKind.Scratch => Enumerable.Range(0, (int)(2 * ScratchLength) + 1).Select(step => (step - ScratchLength) / 2)
                .Select(step => (step * Math.Cos(angle), step * Math.Sin(angle))),
            DefectKind.Spot => Square(-(int)SpotRadius, (int)SpotRadius)
                .Where(offset => Math.Sqrt((offset.X * offset.X) + (offset.Y * offset.Y)) <= SpotRadius),
            _ => Square(-MissingSide / 2, (MissingSide / 2) - 1),
        };
        float[] changed = [.. picture];
        foreach ((double dx, double dy) in offsets)
        {
            (int px, int py) = ((int)Math.Round(x + dx), (int)Math.Round(y + dy));
            if (px >= 0 && px < side && py >= 0 && py < side)
            {
                int i = (py * side) + px;
                changed[i] = kind != DefectKind.MissingPart && picture[i] < 0.5f ? 1 : 0;
            }
        }

        return new Defect(changed, [.. changed.Zip(picture, (after, before) => Math.Abs(after - before))]);
    }

    private static IEnumerable<(double X, double Y)> Square(int min, int max)
    {
        for (int y = min; y <= max; y++)
        {
            for (int x = min; x <= max; x++)
            {
                yield return (x, y);
            }
        }
    }
}
