using VaeTransforms.Model;
using VaeTransforms.Sampling;

namespace VaeTransforms;

/// <content>Conditions.</content>
public sealed partial class VaeModel
{
    /// <summary>The column that encoder and decoder see beside the others; null for a model without a condition.</summary>
    public string? ConditionColumnName => Architecture.Conditions > 0 ? ConditionColumn.Name : null;

    /// <summary>
    /// The values of a condition, which are the last ones of a row; 0 for a model without a condition. So the features of a
    /// decoded row are <c>row[..^model.ConditionSlots]</c>.
    /// </summary>
    public int ConditionSlots => Architecture.Conditions;

    private TableColumn ConditionColumn => Trained.Layout.Inputs[^1];

    /// <summary>Makes a condition for <see cref="Decode(float[], float[])"/> and the like.</summary>
    /// <param name="value">
    /// A value of <see cref="ConditionColumnName"/>: the text of a category or the key value of a key, the number of a key whose
    /// values are not text, a number, a Boolean, a time, or the numbers of a vector as Single[].
    /// </param>
    /// <returns>The slots of the condition, as the decoder takes them.</returns>
    /// <exception cref="ArgumentException">The column cannot have the value, or training did not see it.</exception>
    /// <exception cref="InvalidOperationException">The model was trained without a condition.</exception>
    public float[] Condition(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Architecture.Conditions == 0)
        {
            throw new InvalidOperationException(
                "The model was trained without a condition. Set VaeOptions.ConditionColumnName and fit again.");
        }

        TableColumn column = ConditionColumn;
        if (column.Kind != TableColumnKind.Vector)
        {
            return Conditions.Row(Trained, [(column.Name, value)])[^Architecture.Conditions..];
        }

        return value is float[] numbers && numbers.Length == column.Slots && numbers.All(float.IsFinite)
            ? [.. numbers.Select((number, slot) => (float)(number - (column.Centers?[slot] ?? 0)))]
            : throw new ArgumentException(
                $"The condition '{column.Name}' is a vector of {OptionRule.Text(column.Slots)} numbers, but the value is "
                    + (value is float[] own ? $"[{Conditions.Text(own)}]" : $"{value.GetType().Name} {OptionRule.Text(value)}")
                    + ". Use a Single[] of so many finite numbers.");
    }

    /// <summary>Decodes a latent point under a condition, as <see cref="Decode(float[])"/> does without one.</summary>
    /// <param name="latent">[K].</param>
    /// <param name="condition">As <see cref="Condition"/> gives it.</param>
    /// <returns>[D], in the units of the input; the last values are the condition.</returns>
    /// <exception cref="ArgumentException">A length is not that of the model.</exception>
    /// <exception cref="InvalidOperationException">The model was trained without a condition.</exception>
    public float[] Decode(float[] latent, float[] condition) => Decode([latent], condition)[0];

    /// <summary>Decodes latent points under one condition.</summary>
    /// <param name="latents">[n], each [K].</param>
    /// <param name="condition">As <see cref="Condition"/> gives it.</param>
    /// <returns>[n], each [D], in the units of the input; the last values are the condition.</returns>
    /// <exception cref="ArgumentException">A length is not that of the model.</exception>
    /// <exception cref="InvalidOperationException">The model was trained without a condition.</exception>
    public float[][] Decode(IReadOnlyList<float[]> latents, float[] condition) => DecodeCodes(Codes(latents, condition));

    /// <summary>Decodes points on the straight line between two latent points, under one condition.</summary>
    /// <param name="from">[K].</param>
    /// <param name="to">[K].</param>
    /// <param name="steps">The number of points on the line, from 2.</param>
    /// <param name="condition">As <see cref="Condition"/> gives it.</param>
    /// <returns>[steps], each [D], in the units of the input; the last values are the condition.</returns>
    /// <exception cref="ArgumentException">A length is not that of the model, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model was trained without a condition.</exception>
    public float[][] Interpolate(float[] from, float[] to, int steps, float[] condition)
    {
        CheckLengths([from, to]);
        return Decode(LatentPoints.Line(from, to, steps), condition);
    }

    /// <summary>Generates rows under a condition: it draws latent points from the prior and decodes them.</summary>
    /// <param name="count">The number of rows, from 0.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <param name="condition">As <see cref="Condition"/> gives it.</param>
    /// <param name="noise">
    /// Whether to draw from p(x | z, c), so that rows vary as much as data do. Default: false, which gives the means.
    /// </param>
    /// <returns>[count], each [D], in the units of the input; the last values are the condition.</returns>
    /// <exception cref="ArgumentException">The condition has another length.</exception>
    /// <exception cref="InvalidOperationException">The model was trained without a condition.</exception>
    /// <exception cref="NotSupportedException">A likelihood or prior of your own does not draw.</exception>
    public float[][] Sample(int count, int seed, float[] condition, bool noise = false)
    {
        var generator = new RowGenerator(_scorer, seed);
        float[][] codes = Codes(generator.Latents(count), condition);
        return noise ? generator.Draw(codes) : DecodeCodes(codes);
    }

    /// <summary>Latent points as the decoder takes them.</summary>
    private float[][] Codes(IReadOnlyList<float[]> latents, float[] condition)
    {
        CheckLengths(latents);
        ArgumentNullException.ThrowIfNull(condition);
        Conditions.Check(Trained, condition);
        return [.. latents.Select(latent => (float[])[.. latent, .. condition])];
    }

    /// <summary>The condition of rows to draw: the only one there can be.</summary>
    private float[] ConditionOf(IReadOnlyList<(string Column, object Value)> where) =>
        where is [var (column, value)] && column == ConditionColumnName
            ? Condition(value)
            : throw new ArgumentException(
                $"The model was trained with the condition '{ConditionColumnName}', so SampleRows needs a value of it and "
                    + "nothing else, but it has "
                    + (where.Count == 0 ? "none" : NameList.Quoted(where.Select(given => given.Column)))
                    + $". Give it as (\"{ConditionColumnName}\", value).");

    private void CheckCondition()
    {
        if (ConditionColumnName is { } name)
        {
            throw new InvalidOperationException(
                $"The model was trained with the condition '{name}', which its decoder needs. Use the overload with a condition, "
                    + "such as Decode(latent, model.Condition(value)), where there is one.");
        }
    }
}
