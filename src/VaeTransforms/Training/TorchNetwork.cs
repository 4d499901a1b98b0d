using VaeTransforms.Formulas;
using VaeTransforms.Model;
using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>
/// The network that trains: its arrays are views into one contiguous vector, in the order of
/// <see cref="VaeArchitecture.Weights"/>, so that an update or a copy of all weights is one call. The weights of a dense layer
/// and, after them, its biases are together one block [inputs + 1, outputs].
/// </summary>
/// <remarks>
/// Not a torch.nn.Module: a type that derives from TorchSharp's would make this assembly unreadable to ML.NET's loader
/// in a process without TorchSharp.dll.
/// </remarks>
internal sealed class TorchNetwork : IDisposable
{
    private readonly Dictionary<string, Tensor> _views = [];

    /// <summary>Draws initial weights.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="generator">The source of the initial weights.</param>
    public TorchNetwork(VaeArchitecture architecture, Generator generator)
    {
        Architecture = architecture;
        Shapes = [.. architecture.Weights];
        Parameters = zeros(architecture.WeightCount, float32, CPU);
        Gradient = zeros(architecture.WeightCount, float32, CPU);
        foreach ((WeightShape shape, Tensor view) in Shapes.Zip(Views(Parameters)))
        {
            _views.Add(shape.Name, view);
            Initialize(view, shape, generator);
        }
    }

    public VaeArchitecture Architecture { get; }

    /// <summary>Names, shapes and bounds of the arrays, in order.</summary>
    public IReadOnlyList<WeightShape> Shapes { get; }

    /// <summary>All weights, [count].</summary>
    public Tensor Parameters { get; }

    /// <summary>The gradient of all weights, [count].</summary>
    public Tensor Gradient { get; }

    /// <summary>One of the arrays, as a view that belongs to this network.</summary>
    public Tensor this[string name] => _views[name];

    /// <summary>The arrays in a vector like <see cref="Parameters"/>.</summary>
    /// <param name="vector">[count].</param>
    /// <returns>Views, in order; the caller disposes them.</returns>
    public Tensor[] Views(Tensor vector)
    {
        var views = new Tensor[Shapes.Count];
        long start = 0;
        for (int i = 0; i < views.Length; i++)
        {
            using Tensor part = vector.narrow(0, start, Shapes[i].Count);
            views[i] = part.view(Sizes(Shapes[i]));
            start += Shapes[i].Count;
        }

        return views;
    }

    /// <summary>Both parts of the objective at a drawn z.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="noise">Standard normal, [rows, K].</param>
    /// <returns>[rows, 1] each, in the caller's dispose scope.</returns>
    public (Tensor ReconstructionError, Tensor KlDivergence) SampledParts(InputRows<Tensor> rows, Tensor noise) =>
        new VaeFormula<Tensor>(new TorchOps(), Architecture, name => _views[name]).SampledParts(rows, rows, noise);

    /// <summary>Copies weights in.</summary>
    /// <param name="weights">Of a model with the same architecture.</param>
    public void Load(ModelWeights weights)
    {
        using var _ = no_grad();
        foreach (WeightShape shape in Shapes)
        {
            using Tensor values = tensor(weights[shape.Name].Values, float32);
            using Tensor shaped = values.view(Sizes(shape));
            _views[shape.Name].copy_(shaped);
        }
    }

    /// <summary>Copies some arrays of a formula in.</summary>
    /// <param name="formula">Such as "prior".</param>
    /// <param name="arrays">By the names that they have within it; the others stay as they are.</param>
    public void Load(string formula, IReadOnlyDictionary<string, float[]> arrays)
    {
        using var _ = no_grad();
        foreach ((string name, float[] numbers) in arrays)
        {
            Tensor view = _views[$"{formula}.{name}"];
            using Tensor values = tensor(numbers, float32);
            using Tensor shaped = values.view_as(view);
            view.copy_(shaped);
        }
    }

    /// <summary>Copies the arrays in that both networks have.</summary>
    /// <param name="other">With another prior, and otherwise the same architecture.</param>
    public void CopyFrom(TorchNetwork other)
    {
        using var _ = no_grad();
        foreach ((string name, Tensor view) in other._views)
        {
            if (_views.TryGetValue(name, out Tensor? own))
            {
                own.copy_(view);
            }
        }
    }

    /// <summary>Copies the weights out of libtorch.</summary>
    /// <param name="input">The arrays of the normalization, which the network itself does not have.</param>
    public ModelWeights ToWeights(LearnedNormalization input) => ModelWeights.Create(
        Architecture,
        input.Normalization,
        shape => _views.TryGetValue(shape.Name, out Tensor? view)
            ? view.data<float>().ToArray()
            : input.Arrays[shape.Name[(ModelWeights.InputName.Length + 1)..]]);

    public void Dispose()
    {
        foreach (Tensor view in _views.Values)
        {
            view.Dispose();
        }

        Gradient.Dispose();
        Parameters.Dispose();
    }

    /// <summary>The sizes of an array as libtorch takes them.</summary>
    private static long[] Sizes(WeightShape shape) => Array.ConvertAll(shape.Shape, size => (long)size);

    private static void Initialize(Tensor view, WeightShape shape, Generator generator)
    {
        using var _ = no_grad();
        if (shape.StartSpread == 0)
        {
            using Tensor start = full(Sizes(shape), (float)shape.Start, float32, CPU);
            view.copy_(start);
            return;
        }

        // Mean and log-variance are two layers in one array, each with draws of its own.
        int layers = shape.Name == VaeArchitecture.HeadWeight ? 2 : 1;
        long width = shape.Shape[^1] / layers;
        for (int layer = 0; layer < layers; layer++)
        {
            using Tensor part = view.narrow(-1, layer * width, width);
            using Tensor uniform = rand(part.shape, float32, CPU, generator: generator);
            part.copy_(uniform.TimesInPlace(2 * shape.StartSpread).PlusInPlace(shape.Start - shape.StartSpread));
        }
    }
}
