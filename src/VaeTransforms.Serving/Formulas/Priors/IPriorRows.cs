using VaeTransforms.Numerics;

namespace VaeTransforms;

/// <summary>What a prior can start from: the rows trained on, as the encoder sees them. Computed when it is read.</summary>
internal interface IPriorRows
{
    /// <summary>Values in a latent vector, K.</summary>
    int Latent { get; }

    /// <summary>The posteriors of a random part of the rows.</summary>
    /// <param name="maxRows">How many rows at most.</param>
    /// <returns>
    /// Means and variances, [rows, K] each, and the cluster that the label of a row names, from 0; -1 for a row without a label.
    /// Rows with a label come before others.
    /// </returns>
    (RowMatrix Means, RowMatrix Variances, int[] Labels) Posteriors(int maxRows);

    /// <summary>Clusters points along the graph of their nearest neighbors.</summary>
    /// <param name="points">[n, K], in random order.</param>
    /// <param name="count">How many clusters, up to n.</param>
    /// <param name="random">Advanced.</param>
    /// <returns>[n] the cluster of a point, from 0; -1 for one that is not needed.</returns>
    int[] Clusters(RowMatrix points, int count, Random random);

    /// <summary>What the first layer of the encoder takes of a random part of the rows.</summary>
    /// <param name="count">How many; at most as many as there are.</param>
    /// <returns>[count, width].</returns>
    RowMatrix Inputs(int count);
}
