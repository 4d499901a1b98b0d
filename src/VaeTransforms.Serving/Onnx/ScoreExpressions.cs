using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Onnx;

/// <summary>Anomaly scores as nodes of a graph; all [N, 1].</summary>
internal sealed class ScoreExpressions(GraphBuilder graph, TrainedVae model, LearnedScore scoring, string features, VaeExpressions row)
{
    private readonly int _latent = model.Architecture.LatentDimension;

    /// <summary>
    /// The score. The row's finiteness is added last: comparisons and choices of the largest turn a NaN into a number.
    /// </summary>
    public string Score => graph.Node("anomaly", "Add", Value, row.Finiteness);

    private string Value => scoring.Score switch
    {
        NegativeElboScore => row.NegativeElbo,
        KlDivergenceScore => row.KlDivergence,
        ReconstructionErrorScore => row.ReconstructionError,
        TypicalityScore => graph.Node("typicality", "Abs", graph.Node(
            "typicality.difference", "Sub", row.NegativeElbo, graph.Constant("typicality.mean", [scoring.TypicalElbo]))),
        ReconstructionProbabilityScore sampled => ReconstructionProbability(sampled.Samples),
        ImportanceWeightedBoundScore sampled => ImportanceWeightedBound(sampled.Samples),
        NeighborsScore neighbors => new NeighborExpressions(graph, model, scoring, features, row).Distance(neighbors.Count, neighbors.Count),
        CombinedScore => Combined,
        _ => throw new InvalidOperationException($"No nodes are known for the score {scoring.Score}."),
    };

    private string Combined
    {
        get
        {
            NeighborExpressions neighbors = new(graph, model, scoring, features, row);
            string near = Logarithm("near", neighbors.Distance(LearnedScore.NearCount, scoring.WideCount), LearnedScore.LeastDistance, scoring.Near);
            string wide = Logarithm("wide", neighbors.Distance(scoring.WideCount, scoring.WideCount), LearnedScore.LeastDistance, scoring.Wide);
            string energy = graph.Node("combined.energy", "Relu", graph.Node(
                "combined.energy.signed", "Sub", row.NegativeElbo, graph.Constant("combined.energy.offset", [scoring.EnergyOffset])));
            string elbo = Logarithm("energy", energy, LearnedScore.LeastEnergy, scoring.Energy);
            return graph.Node(
                "combined",
                "Max",
                graph.Node("combined.close", "Add", Times("combined.near", near, 1 - LearnedScore.ElboWeight), Times("combined.elbo", elbo, LearnedScore.ElboWeight)),
                graph.Node("combined.far", "Sub", wide, graph.Constant("combined.handicap", [LearnedScore.WideHandicap])));
        }
    }

    private string ReconstructionProbability(int samples)
    {
        string errors = Errors(samples, Noise(samples));
        return graph.Node("reconstruction_probability", "MatMul", errors, Column("samples.mean", samples, 1f / samples));
    }

    /// <summary>
    /// ln p(x|z) p(z) / q(z|x) with z = mean + deviation · noise: the constants cancel, and what is left is -error - z²/2 +
    /// noise²/2 + logVariance/2, summed over the latent dimensions.
    /// </summary>
    private string ImportanceWeightedBound(int samples)
    {
        float[] noise = Noise(samples);
        string errors = Errors(samples, noise);
        float[] halfSquares = [.. Enumerable.Range(0, samples).Select(s => 0.5f * noise.AsSpan(s * _latent, _latent).ToArray().Sum(e => e * e))];
        string squares = graph.Node("samples.z.square", "Mul", Draws(samples, noise), Draws(samples, noise));
        string prior = graph.Node("samples.prior", "Reshape",
            graph.Node("samples.prior.column", "MatMul", squares, Column("samples.minus_half", _latent, -0.5f)),
            graph.Integers("samples.shape", -1, samples));
        string entropy = graph.Node("samples.log_deviation", "MatMul", row.LogVariance, Column("samples.half", _latent, 0.5f));
        string weights = graph.Node("samples.weights", "Sub",
            graph.Node("samples.latent", "Add", graph.Node("samples.sum", "Add", prior, entropy), graph.Constant("samples.noise.half_squares", halfSquares, 1, samples)),
            errors);

        // Minus the largest, so that exp neither overflows nor vanishes for all of them.
        string largest = graph.RowMaximum("samples.largest", weights);
        string mean = graph.Node("samples.likelihood", "MatMul",
            graph.Node("samples.relative", "Exp", graph.Node("samples.below_largest", "Sub", weights, largest)),
            Column("samples.mean", samples, 1f / samples));
        return graph.Node("importance_weighted", "Neg", graph.Node("samples.bound", "Add", largest, graph.Node("samples.log", "Log", mean)));
    }

    /// <summary>-ln p(x|z) of each draw, [N, samples].</summary>
    private string Errors(int samples, float[] noise)
    {
        int width = model.Architecture.InputSize;
        string draws = Draws(samples, noise);
        string copies = graph.Node("samples.rows", "Add",
            graph.Node("samples.row", "Reshape", features, graph.Integers("samples.row_shape", -1, 1, width)),
            graph.Constant("samples.zeros", new float[samples], 1, samples, 1));
        string flat = graph.Node("samples.rows.flat", "Reshape", copies, graph.Integers("samples.rows_shape", -1, width));
        string errors = graph.Within("samples", () => new VaeExpressions(graph, model, flat, draws).ReconstructionError);
        return graph.Node("samples.errors", "Reshape", errors, graph.Integers("samples.shape", -1, samples));
    }

    /// <summary>z = mean + exp(logVariance / 2) · noise, [N samples, K].</summary>
    private string Draws(int samples, float[] noise)
    {
        string halved = graph.Node("samples.half_log_variance", "Mul", row.LogVariance, graph.Constant("samples.one_half", [0.5f]));
        string spread = graph.Node("samples.spread", "Mul",
            PerSample("samples.deviation.row", graph.Node("samples.deviation", "Exp", halved)),
            graph.Constant("samples.noise", noise, 1, samples, _latent));
        string draws = graph.Node("samples.z", "Add", PerSample("samples.mean.row", row.Mean), spread);
        return graph.Node("samples.z.flat", "Reshape", draws, graph.Integers("samples.z_shape", -1, _latent));
    }

    private string PerSample(string name, string value) =>
        graph.Node(name, "Reshape", value, graph.Integers("samples.latent_shape", -1, 1, _latent));

    /// <summary>[samples, K] draws from N(0, 1), the same for every row and every session.</summary>
    private float[] Noise(int samples)
    {
        float[] noise = new float[samples * _latent];
        StandardNormal.Fill(new Random(model.Training.Seed), noise);
        return noise;
    }

    private string Logarithm(string name, string value, float least, ScoreScale scale)
    {
        string logarithm = graph.Node($"combined.{name}.log", "Log", graph.Node(
            $"combined.{name}.positive", "Add", value, graph.Constant($"combined.{name}.least", [least])));
        string above = graph.Node($"combined.{name}.above", "Sub", logarithm, graph.Constant($"combined.{name}.lower", [scale.Lower]));
        return graph.Node($"combined.{name}.scaled", "Div", above, graph.Constant($"combined.{name}.unit", [scale.Unit]));
    }

    private string Times(string name, string value, float factor) =>
        graph.Node(name + ".weighted", "Mul", value, graph.Constant(name + ".weight", [factor]));

    private string Column(string name, int length, float value)
    {
        float[] values = new float[length];
        Array.Fill(values, value);
        return graph.Constant(name, values, length, 1);
    }
}
