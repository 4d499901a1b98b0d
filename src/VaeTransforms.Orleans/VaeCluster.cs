using Microsoft.ML;

namespace VaeTransforms.Orleans;

/// <summary>
/// Trains on a cluster of Microsoft Orleans, whose silos call <c>AddVaeTransforms</c>. What a silo had begun when it died is
/// computed again on another one, with the same bytes.
/// </summary>
/// <param name="client">A client of the cluster, or the grain factory of a silo. The caller still owns it.</param>
public sealed partial class VaeCluster(IGrainFactory client)
{
    private readonly IGrainFactory _client = client ?? throw new ArgumentNullException(nameof(client));

    /// <summary>
    /// Trains a variational autoencoder, as <c>VaeEncode</c> does on one machine: in rounds, in each of which every shard takes
    /// some steps from the same weights, and the changes are averaged.
    /// </summary>
    /// <param name="mlContext">The context that the transformer will be used in.</param>
    /// <param name="options">
    /// Network, training and optional columns. <see cref="VaeOptions.Epochs"/> are passes over all rows;
    /// <see cref="VaeOptions.Patience"/> too. Not all options are possible; see the exceptions.
    /// </param>
    /// <param name="shards">
    /// The data, at least one part. They, the seed and <see cref="VaeClusterOptions.StepsPerRound"/> decide the result; how many
    /// silos there are does not.
    /// </param>
    /// <param name="cluster">Columns, rounds and averaging. Default: null, all defaults.</param>
    /// <returns>
    /// The transformer with the trained model. Its report has a round in place of an epoch, and its findings are measured on the
    /// sample; <see cref="VaeOptions.Progress"/> hears of each round.
    /// </returns>
    /// <remarks>Douillard et al. 2023, 'DiLoCo: distributed low-communication training of language models'.</remarks>
    /// <exception cref="ArgumentException">
    /// The columns, the rows or the options are unsuitable; or an option is set that a cluster does not have: a prior that is
    /// not standard normal, held-out rows that are not random, weights or groups of rows, or a checkpoint, whose place the
    /// silos' grain storage takes.
    /// </exception>
    /// <exception cref="VaeClusterException">
    /// A silo cannot open a shard, silos have different versions or processors, or no silo answers.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The objective became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="VaeOptions.CancellationToken"/> was canceled. The state stays stored, and a fit with the same
    /// <see cref="VaeClusterOptions.Job"/> goes on from there.
    /// </exception>
    public Task<VaeTransformer> FitAsync(
        MLContext mlContext, VaeOptions options, IReadOnlyList<VaeShard> shards, VaeClusterOptions? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(shards);
        return new ClusterFit(_client, mlContext, options, [.. shards], cluster ?? new VaeClusterOptions()).RunAsync();
    }
}
