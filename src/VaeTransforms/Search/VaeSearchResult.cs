using VaeTransforms.Search;

namespace VaeTransforms;

/// <summary>The result of a search: the best model, its options, and all trials.</summary>
/// <remarks>
/// The metric of the best trial is the highest of several on the same held-out rows, so it is a little too good. Measure the
/// model on other rows before you state a figure.
/// </remarks>
public sealed class VaeSearchResult : IDisposable
{
    private readonly bool _hasMetric;

    internal VaeSearchResult(
        VaeTransformer transformer, VaeSearchTrial best, IReadOnlyList<VaeSearchTrial> trials, bool hasMetric)
    {
        Transformer = transformer;
        BestTrial = best;
        Trials = trials;
        _hasMetric = hasMetric;
    }

    /// <summary>The transformer of the best trial, as that trial fitted it. It is disposed with this result.</summary>
    public VaeTransformer Transformer { get; }

    /// <summary>The trial with the highest metric; the first of them if several have it.</summary>
    public VaeSearchTrial BestTrial { get; }

    /// <summary>
    /// The options of the best trial, seed included. <c>VaeEncode</c> with them on the same data gives the same model again.
    /// </summary>
    public VaeOptions Best => BestTrial.Options;

    /// <summary>All trials, in the order in which they ran.</summary>
    public IReadOnlyList<VaeSearchTrial> Trials { get; }

    /// <summary>
    /// The trials as an aligned table of text, the best with an asterisk. A dash stands for the value of the base options.
    /// </summary>
    public override string ToString() => TrialTable.Of(Trials, BestTrial, _hasMetric);

    /// <summary>Releases the sessions of the transformer.</summary>
    public void Dispose() => Transformer.Dispose();
}
