namespace VaeTransforms;

/// <summary>
/// How the gradients of a fit were computed, in either case by a compiled function. Both ways take the same steps; the first is
/// faster.
/// </summary>
public enum TrainingPath
{
    /// <summary>By lines written by hand for dense layers.</summary>
    WrittenOut,

    /// <summary>By lines that are derived from the network's formulas: for every other network.</summary>
    Derived,
}
