using VaeTransforms.Model;

namespace VaeTransforms.Tests;

/// <summary>The weights of a network of dense layers, layer by layer; the arrays are copies.</summary>
internal sealed class DenseParts(TrainedVae model)
{
    public const double MaxLogVariance = 20;

    public Part[] Encoder => [.. Parts("encoder")];

    public Part Mean => Head(0);

    public Part LogVariance => Head(1);

    /// <summary>The hidden layers, and last the one that gives the likelihood's parameters.</summary>
    public Part[] Decoder => [.. Parts("decoder"), Of("output")];

    /// <summary>[D], or empty for a likelihood without them.</summary>
    public float[] LogVariances =>
        model.Architecture.Likelihood is BernoulliLikelihood ? [] : model.Weights["likelihood.log_variance"].Values;

    private Part Of(string name)
    {
        NamedTensor weight = model.Weights[name + ".weight"];
        return new Part(weight.Shape[0], weight.Shape[1], weight.Values, model.Weights[name + ".bias"].Values);
    }

    private IEnumerable<Part> Parts(string side) => model.Weights.Arrays
        .Where(array => array.Name.StartsWith(side, StringComparison.Ordinal) && array.Shape.Length == 2)
        .Select(array => Of(array.Name[..array.Name.LastIndexOf('.')]));

    private Part Head(int place)
    {
        Part both = Of("heads");
        int latent = both.Outputs / 2;
        float[] Half(float[] values) => [.. values.Chunk(both.Outputs).SelectMany(row => row.Skip(place * latent).Take(latent))];
        return new Part(both.Inputs, latent, Half(both.Weight), Half(both.Bias));
    }

    internal sealed record Part(int Inputs, int Outputs, float[] Weight, float[] Bias);
}
