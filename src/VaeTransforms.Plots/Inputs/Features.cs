using Microsoft.ML;

namespace VaeTransforms.Plots.Inputs;

/// <summary>The features of rows, which pictures draw, without the condition behind them.</summary>
internal static class Features
{
    /// <summary>What latent points decode to.</summary>
    /// <param name="model">The model.</param>
    /// <param name="points">[n], each [K].</param>
    /// <param name="condition">As <see cref="VaeModel.Condition"/> gives it; null for a model without one.</param>
    /// <exception cref="ArgumentException">A point or the condition has another length.</exception>
    /// <exception cref="InvalidOperationException">The model has a condition and none is given, or the reverse.</exception>
    public static IReadOnlyList<float[]> Decoded(VaeModel model, IReadOnlyList<float[]> points, float[]? condition) =>
        Of(model, condition is null ? model.Decode(points) : model.Decode(points, condition));

    /// <summary>The features of rows of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">[n], each [D].</param>
    public static IReadOnlyList<float[]> Of(VaeModel model, IReadOnlyList<float[]> rows) =>
        model.ConditionSlots == 0 ? rows : [.. rows.Select(row => row[..^model.ConditionSlots])];

    /// <summary>The first rows of a view, as the model reads them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">A view with the columns that it was trained on.</param>
    /// <param name="count">How many, at most.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public static float[][] First(VaeModel model, IDataView data, int count) =>
        model.ReadRows(new MLContext().Data.TakeRows(data, count));
}
