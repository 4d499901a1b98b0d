using VaeTransforms.Formulas;

namespace VaeTransforms.Training;

/// <summary>Checks, before a row is read, that formulas compute what they declare.</summary>
internal static class FormulaCheck
{
    /// <exception cref="ArgumentException">
    /// A layer, the likelihood or the prior computes another width than it declares, takes another number of random numbers, or
    /// cannot be computed.
    /// </exception>
    public static void Check(VaeArchitecture architecture)
    {
        foreach (PlacedLayer placed in architecture.EncoderLayers.Concat(architecture.DecoderLayers))
        {
            Check(
                architecture,
                placed.Name,
                $"{placed.Layer} at {placed.Name}",
                placed.Output,
                placed.Layer.UniformsPerRow(placed.Input),
                (ops, weights) => placed.Layer.Apply(ops, ScriptOps.Rows("x", placed.Input.Width), placed.Input, weights));
        }

        int width = architecture.InputSize;
        ScriptValue x = ScriptOps.Rows("x", width);
        ScriptValue output = ScriptOps.Rows("y", architecture.Likelihood.Outputs(width));
        string likelihood = $"Likelihood.{architecture.Likelihood}";
        Check(
            architecture,
            VaeArchitecture.LikelihoodName,
            $"{nameof(Likelihood.LogDensity)} of {likelihood}",
            new TensorShape(width),
            uniforms: 0,
            (ops, weights) => architecture.Likelihood.LogDensity(ops, x, output, weights));
        Check(
            architecture,
            VaeArchitecture.LikelihoodName,
            $"{nameof(Likelihood.Mean)} of {likelihood}",
            new TensorShape(width),
            uniforms: 0,
            (ops, weights) => architecture.Likelihood.Mean(ops, output, weights));
        CheckPrior(architecture);
    }

    private static void CheckPrior(VaeArchitecture architecture)
    {
        ScriptValue mean = ScriptOps.Rows("m", architecture.LatentDimension);
        ScriptValue logVariance = ScriptOps.Rows("v", architecture.LatentDimension);
        Compute(nameof(Prior.KlDivergence), formula => formula.KlDivergence(mean, logVariance));
        Compute(nameof(Prior.LogDensity), formula => formula.PriorLogDensity(mean));

        void Compute(string name, Func<VaeFormula<ScriptValue>, ScriptValue> compute) => Check(
            architecture,
            VaeArchitecture.PriorName,
            $"{name} of Prior.{architecture.Prior}",
            new TensorShape(1),
            uniforms: 0,
            (ops, _) => compute(new VaeFormula<ScriptValue>(ops, architecture, Weight)));

        ScriptValue Weight(string name) =>
            ScriptOps.Weight("w", architecture.Weights.Single(shape => shape.Name == name).Shape);
    }

    private static void Check(
        VaeArchitecture architecture,
        string formula,
        string description,
        TensorShape declared,
        int uniforms,
        Func<ScriptOps, IReadOnlyDictionary<string, ScriptValue>, ScriptValue> apply)
    {
        var weights = architecture.WeightsOf(formula).ToDictionary(
            shape => shape.Name, shape => ScriptOps.Weight("w", shape.Shape));
        var ops = new ScriptOps();
        ScriptValue computed;
        try
        {
            computed = apply(ops, weights);
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException)
        {
            throw new ArgumentException($"{description} cannot be computed: {e.Message}", e);
        }

        if (computed.Width != declared.Width)
        {
            throw new ArgumentException(
                $"{description} declares the output shape {declared}, but its formula computes "
                    + $"{new TensorShape(computed.Width)}. "
                    + "Change one of them.");
        }

        if (ops.UniformsPerRow != uniforms)
        {
            throw new ArgumentException(
                $"{description} declares {uniforms} uniform random numbers for each row, but its formula takes "
                    + $"{ops.UniformsPerRow}. Change one of them.");
        }
    }
}
