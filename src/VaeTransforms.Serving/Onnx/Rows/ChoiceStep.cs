namespace VaeTransforms.Onnx;

/// <summary>One of two values, element by element.</summary>
internal sealed class ChoiceStep(Broadcast broadcast, RowTensor condition, RowTensor a, RowTensor b, RowTensor output) : RowStep
{
    public override void Run(float[] memory)
    {
        ReadOnlySpan<float> conditions = condition.In(memory);
        ReadOnlySpan<float> chosen = a.In(memory);
        ReadOnlySpan<float> others = b.In(memory);
        Span<float> result = output.In(memory);
        (int conditionStep, int chosenStep, int otherStep) = (Step(0), Step(1), Step(2));
        for (int stretch = 0, place = 0; stretch < broadcast.Stretches; stretch++)
        {
            int conditionAt = broadcast.Start(0, stretch);
            int chosenAt = broadcast.Start(1, stretch);
            int otherAt = broadcast.Start(2, stretch);
            for (int i = 0; i < broadcast.Length; i++, place++)
            {
                result[place] = conditions[conditionAt + (i * conditionStep)] != 0
                    ? chosen[chosenAt + (i * chosenStep)]
                    : others[otherAt + (i * otherStep)];
            }
        }
    }

    private int Step(int operand) => broadcast.Moves(operand) ? 1 : 0;
}
