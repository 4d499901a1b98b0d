namespace VaeTransforms.Analysis;

/// <summary>A row as boosted trees receive it. Of the three labels, each task uses one.</summary>
internal sealed class TreeRow
{
    /// <summary>[numbers and dates], in standard deviations from the mean; NaN for missing values.</summary>
    public float[] Numbers { get; set; } = [];

    /// <summary>[categories] keys from 1, no key in two columns.</summary>
    public uint[] Categories { get; set; } = [];

    /// <summary>The label of a task with two classes.</summary>
    public bool IsPositive { get; set; }

    /// <summary>The label of a task with several classes, from 0. LoadFromEnumerable adds 1 to a key that is no vector.</summary>
    public uint Class { get; set; }

    /// <summary>The label that is a quantity.</summary>
    public float Quantity { get; set; }
}
