using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Detection;

/// <summary>Scores of known rows as they would be if each were new.</summary>
/// <remarks>
/// A row is not its own neighbour, so distances are as those of a new row. The network is another matter: it knows the rows
/// trained on, and says less of those than it would of others, most of all of the ones that lie apart. So such a row is
/// given the energy of the held-out row with the same place in the order of distances: the energies are those of held-out
/// rows, they go with distances as there, and the distances are those of all rows.
/// </remarks>
internal static class LeftOutScores
{
    // In multiply-adds of distances: some seconds, and less than training on data as wide.
    private const long MostWork = 50_000_000_000;

    /// <param name="model">The trained network.</param>
    /// <param name="rows">[n, D], row-major, in the input's own units.</param>
    /// <param name="all">Indices of all rows.</param>
    /// <param name="heldOut">Of those not trained on.</param>
    /// <param name="scoring">One that can leave rows out, with its references.</param>
    /// <returns>Of all rows, or of a random part of very many.</returns>
    public static float[] Of(TrainedVae model, float[] rows, long[] all, long[] heldOut, LearnedScore scoring)
    {
        ReferencePoints references = scoring.References!;
        int most = (int)Math.Clamp(MostWork / references.Values.Length, Math.Min(heldOut.Length, HeldOutRows.MostScores), HeldOutRows.MostScores);
        long[] some = RandomSubset.Of(all, most, model.Training.Seed);
        int few = scoring.Score is NeighborsScore neighbors ? neighbors.Count : LearnedScore.NearCount;
        (float[] near, float[] wide) = NeighborDistances.Of(
            new InputSpace(references.Centre, references.Scale).Points(rows, some), references, scoring.Count(few), scoring.Count(Math.Max(few, scoring.WideCount)));
        if (scoring.Score is not CombinedScore)
        {
            return near;
        }

        float[] energies = Energies(model, rows, some, heldOut, near, scoring.EnergyOffset);
        return [.. near.Select((distance, i) => scoring.Combine(distance, wide[i], energies[i]))];
    }

    /// <summary>Energies as of rows not trained on.</summary>
    private static float[] Energies(TrainedVae model, float[] rows, long[] some, long[] heldOut, float[] near, float offset)
    {
        HashSet<long> held = [.. heldOut];
        int[] places = [.. Enumerable.Range(0, some.Length).OrderBy(i => near[i])];
        int[] ownPlaces = [.. places.Where(i => held.Contains(some[i]))];
        int[] others = [.. places.Where(i => !held.Contains(some[i]))];
        if (ownPlaces.Length == 0)
        {
            return ScoreLearning.Energies(model, rows, some, offset);
        }

        float[] own = ScoreLearning.Energies(model, rows, [.. ownPlaces.Select(i => some[i])], offset);
        var energies = new float[some.Length];
        for (int i = 0; i < own.Length; i++)
        {
            energies[ownPlaces[i]] = own[i];
        }

        for (int i = 0; i < others.Length; i++)
        {
            energies[others[i]] = own[(int)((i + 0.5) / others.Length * own.Length)];
        }

        return energies;
    }
}
