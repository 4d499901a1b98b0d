using VaeTransforms.Formulas;

namespace VaeTransforms.Training;

/// <summary>What an objective adds to a compiled function.</summary>
/// <param name="BeforeFormula">Lines of each step before those of the formula.</param>
/// <param name="Seeds">Values of the formula, and the variables with the derivative of the objective by each.</param>
/// <param name="Outcome">
/// What a step gives: reconstruction error, KL divergence, the norm of the gradient, and a number for each of the names.
/// </param>
/// <param name="PartNames">The first is the objective.</param>
internal sealed record ObjectiveLines(
    string BeforeFormula,
    IReadOnlyList<(ScriptValue Value, string Derivative)> Seeds,
    string Outcome,
    IReadOnlyList<string> PartNames)
{
    /// <summary>
    /// Those of the ELBO. Every row has a loss of its own, so its gradient starts at the rows: two operations less than at their
    /// mean.
    /// </summary>
    /// <param name="parts">Reconstruction error and KL divergence, [n, 1] each.</param>
    public static ObjectiveLines OfElbo((ScriptValue ReconstructionError, ScriptValue KlDivergence) parts) => new(
        $"""
                {ScriptOps.Uniforms} = U[i]
                by_reconstruction = row_weights * (1.0 / n)
                by_kl = row_weights * (kl_weights[i] / n)
        """,
        [(parts.ReconstructionError, "by_reconstruction"), (parts.KlDivergence, "by_kl")],
        $"torch.mean({parts.ReconstructionError.Name} * row_weights), torch.mean({parts.KlDivergence.Name} * row_weights), norm",
        []);

    /// <summary>Those of any other objective, of which the formula gives one number.</summary>
    /// <param name="objective">Its formula.</param>
    /// <param name="ops">Where the formula is written to.</param>
    /// <param name="formula">The network.</param>
    /// <param name="seen">What the encoder sees.</param>
    /// <param name="rows">The rows to reconstruct.</param>
    /// <param name="noise">Standard normal, [n · samples, K].</param>
    /// <param name="trainingRows">Rows that a batch is a sample of.</param>
    /// <param name="hasLabels">Whether rows have labels.</param>
    public static ObjectiveLines Of(
        Objective objective,
        ScriptOps ops,
        VaeFormula<ScriptValue> formula,
        InputRows<ScriptValue> seen,
        InputRows<ScriptValue> rows,
        ScriptValue noise,
        long trainingRows,
        bool hasLabels = false)
    {
        bool hasSamples = objective.Samples > 1;
        var terms = new ObjectiveTerms<ScriptValue>(ops, formula, new ObjectiveBatch<ScriptValue>(
            seen,
            rows,
            noise with { IsOfSamples = hasSamples },
            ScriptOps.Rows("row_weights", 1),
            new ScriptValue("scheduled", Axes: 0, IsPerRow: false, Width: 1, IsLearned: false),
            objective.Samples,
            trainingRows,
            hasLabels ? ScriptOps.Rows("labels", formula.Clusters) : null));
        ObjectiveValue<ScriptValue> value = terms.WithLabels(objective.Compute(ops, terms));
        ScriptValue[] shown = [value.Loss, .. value.Parts.Select(part => part.Value)];

        // A number among tensors has to be one: a double would widen what it meets.
        return new ObjectiveLines(
            $"""
                    {ScriptOps.Uniforms} = {(hasSamples ? "U[i].narrow(0, 0, n)" : "U[i]")}
                    {ScriptOps.SampleUniforms} = U[i]
                    scheduled = kl_tensor[i].float()
                    by_loss = torch.ones([1])
            """,
            [(value.Loss, "by_loss")],
            string.Join(", ", [
                Mean(terms.MeanReconstructionError),
                Mean(terms.MeanKlDivergence),
                "norm",
                .. shown.Select(Mean),
            ]),
            ["Objective", .. value.Parts.Select(part => part.Name)]);

        static string Mean(ScriptValue number) => $"torch.mean({number.Name})";
    }
}
