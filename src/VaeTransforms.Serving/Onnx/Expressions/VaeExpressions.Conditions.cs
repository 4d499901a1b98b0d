namespace VaeTransforms.Onnx;

/// <content>What the decoder takes.</content>
internal sealed partial class VaeExpressions
{
    /// <summary>[N, 1]: 0 where training saw the category of the condition, NaN where it did not.</summary>
    private IEnumerable<OnnxValue> UnseenCondition
    {
        get
        {
            int conditions = _model.Architecture.Conditions;
            if (_given is null || conditions == 0 || !_model.Layout.Inputs[^1].HoldsCategories)
            {
                return [];
            }

            // The network has no p(x | c) for it, only what it makes of no category. 0 / 1 is 0, and 0 / 0 is NaN.
            OnnxValue indicators = _ops.Columns(_given, _model.Architecture.ScoredSlots, conditions);
            return [_ops.Divide(_ops.Number(0), _ops.RowSum(indicators))];
        }
    }

    /// <summary>The latent vector, and the condition beside it, [N, K + conditions].</summary>
    private OnnxValue Code
    {
        get
        {
            int latent = _model.Architecture.LatentDimension;
            int conditions = _model.Architecture.Conditions;
            if (conditions == 0)
            {
                return _latent ?? Posterior.Mean;
            }

            if (_features is not null)
            {
                return _formula.Code(_latent ?? Posterior.Mean, Normalized);
            }

            // A row of which only the condition counts.
            OnnxValue given = _ops.Columns(_latent!, latent, conditions);
            OnnxValue zeros = _ops.Add(
                _ops.Vector(new double[_model.Architecture.InputSize - conditions]), _ops.RowSum(given, 0));
            OnnxValue row = _model.Normalization.Normalize(_ops, _ops.Concat(zeros, given), InputWeights);
            return _formula.Code(_ops.Columns(_latent!, 0, latent), row);
        }
    }
}
