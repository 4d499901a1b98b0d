namespace VaeTransforms;

/// <content>What encoder and decoder are told besides the rows.</content>
public sealed partial record VaeOptions
{
    /// <summary>
    /// The name of a column that encoder and decoder see beside the input columns, and that is neither reconstructed nor scored:
    /// the model learns p(x | c). A key, text, a number, a Boolean, a time or a vector of numbers, without missing values.
    /// Default: null, no condition.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The condition is the last input column of the model, and its slots are the last ones of a row. They contribute no nats to
    /// the reconstruction error. A decoded row has them as they came; the column <see cref="ReconstructionColumnName"/> has the
    /// features alone. <see cref="VaeModel.Condition"/> makes the condition that
    /// <see cref="VaeModel.Decode(float[], float[])"/> and <see cref="VaeModel.Sample(int, int, float[], bool)"/> take.
    /// </para>
    /// <para>
    /// The decoder has the condition beside the latent vector, and the encoder beside the features; in a network of
    /// convolutions, beside what comes out of them. For <c>VaeEncode</c> and detectors, of vectors, tables, images and series
    /// without missing values. Sohn and others 2015, 'Learning structured output representation using deep conditional generative
    /// models'; Kingma and others 2014, section 2, with labels that are known.
    /// </para>
    /// </remarks>
    public string? ConditionColumnName { get; init => field = ColumnName(value, nameof(ConditionColumnName)); }

    /// <summary>Checks the rules between a condition and other options.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    private void ValidateConditions()
    {
        if (ConditionColumnName is not { } name)
        {
            return;
        }

        (string What, bool IsSet)[] others =
        [
            ("MissingValues.Mask, which VaeImpute sets", MissingValues == MissingValues.Mask),
            (nameof(Columns), Columns is not null),
            ($"{nameof(ReorderSlotsByName)}", ReorderSlotsByName),
        ];
        if (others.FirstOrDefault(other => other.IsSet) is { What: { } set })
        {
            throw new ArgumentException(
                $"ConditionColumnName must not be set together with {set}, but it is '{name}'. Leave one of them unset.",
                nameof(ConditionColumnName));
        }

        if (LabelColumnName == name)
        {
            throw new ArgumentException(
                $"A label is to be found and a condition is given, but ConditionColumnName and LabelColumnName are both "
                    + $"'{name}'. Leave one of them unset.",
                nameof(ConditionColumnName));
        }
    }
}
