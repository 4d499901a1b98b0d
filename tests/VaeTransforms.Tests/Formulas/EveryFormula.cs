using System.Reflection;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms.Tests.Formulas;

/// <summary>
/// Every formula that the library has, found by reflection, with generated inputs: a new one joins by existing.
/// </summary>
internal static class EveryFormula
{
    public const int Rows = 7;
    public const int Width = 4;

    /// <summary>A vector, a signal and a picture.</summary>
    private static readonly TensorShape[] Shapes = [new(Width), new(3, 6), new(3, 4, 6)];

    /// <summary>All of them, and each operation by itself.</summary>
    public static IEnumerable<FormulaCase> Cases() =>
    [
        .. Made<Layer>().SelectMany(Layers),
        .. OperationLayers.All.SelectMany(Layers),
        .. PictureLayers.All.SelectMany(Layers),
        .. Made<Likelihood>().SelectMany(likelihood => Likelihoods(likelihood, likelihood.Name)),
        .. Likelihoods(new MixedLikelihood([new(Likelihood.Binned(), [3, 0]), new(Likelihood.StudentT(), [1, 2])]), "Mixed"),
        .. Likelihoods(new CategoricalLikelihood { Sizes = new(3, 1) }, "Two categories"),
        .. Made<Prior>().SelectMany(Priors),
    ];

    /// <summary>
    /// What the static members of a kind give: methods with default arguments, small numbers, each value of an enumeration, or
    /// a likelihood of each kind, with probabilities and with a density.
    /// </summary>
    public static IEnumerable<T> Made<T>()
        where T : class
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var properties = typeof(T).GetProperties(Static)
            .Where(property => property.PropertyType == typeof(T))
            .Select(property => property.GetValue(null));
        var methods = typeof(T).GetMethods(Static)
            .Where(method => method.ReturnType == typeof(T) && !method.IsSpecialName && method.Name[0] != '<')
            .Where(method => method.GetParameters()
                .All(parameter => parameter.ParameterType is { IsArray: false, IsInterface: false }))
            .SelectMany(method => Arguments(method.GetParameters()).Select(arguments => method.Invoke(null, arguments)));

        // What is replaced before it is computed has no formula.
        return properties.Concat(methods).Where(made => made is not (UnresolvedLikelihood or LabelMixturePrior)).Cast<T>();
    }

    private static IEnumerable<object?[]> Arguments(ParameterInfo[] parameters) => parameters.Aggregate(
        Enumerable.Repeat<object?[]>([], 1),
        (all, parameter) => all.SelectMany(before => Values(parameter).Select(value => before.Append(value).ToArray())));

    private static IEnumerable<object?> Values(ParameterInfo parameter) => parameter switch
    {
        { ParameterType.IsEnum: true } => Enum.GetValues(parameter.ParameterType).Cast<object?>(),
        { HasDefaultValue: true } => [parameter.DefaultValue],
        { ParameterType: var type } when type == typeof(Likelihood) => [Likelihood.Poisson, Likelihood.LogNormal],
        _ => [3],
    };

    private static IEnumerable<FormulaCase> Layers(Layer layer)
    {
        return Shapes.Where(Fits).Select(shape => new LayerCase(
            $"{layer} of {shape}", layer, shape, Normal(3, shape.Width), Weights(layer.Weights(shape))));

        bool Fits(TensorShape shape)
        {
            try
            {
                return layer.Output(shape).Width > 0;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    private static IEnumerable<FormulaCase> Likelihoods(Likelihood likelihood, string name)
    {
        LikelihoodSample sample = LikelihoodSample.Of(likelihood);
        return
        [
            new DensityCase(
                $"{name}.{nameof(Likelihood.LogDensity)}", sample.Likelihood, sample.X, sample.Output, sample.Weights),
            new MeanCase($"{name}.{nameof(Likelihood.Mean)}", sample.Likelihood, sample.Output, sample.Weights),
            new EncodedCase($"{name}.{nameof(Likelihood.Encoded)}", sample.Likelihood, sample.X),
        ];
    }

    /// <summary>The formulas of draws, which have no gradients.</summary>
    public static IEnumerable<DrawnCase> Draws() =>
        from likelihood in Made<Likelihood>().Append(Likelihood.ZeroInflated(Likelihood.Binned()))
            .Append(new MixedLikelihood([new(Likelihood.Binned(), [3, 0]), new(Likelihood.StudentT(), [1, 2])]))
        let sample = LikelihoodSample.Of(likelihood)
        where sample.Likelihood.UniformsPerSlot > 0
        select new DrawnCase(
            likelihood.Name,
            sample.Likelihood,
            sample.Output,
            [.. Enumerable.Range(0, sample.Likelihood.UniformsPerSlot).Select(i => Uniforms(20 + i))],
            sample.Weights);

    private static ArrayValue Uniforms(int seed)
    {
        var random = new Random(seed);
        return new ArrayValue([.. Enumerable.Range(0, Rows * Width).Select(_ => 0.001 + (0.998 * random.NextDouble()))], Width);
    }

    private static IEnumerable<PriorCase> Priors(Prior prior)
    {
        // Twice as many inputs as latent values: the encoder of these cases takes the halves of a row.
        WeightValues[] weights = Weights(prior.Weights(Width, 2 * Width));
        yield return new PriorCase($"{prior}.{nameof(Prior.KlDivergence)}", prior, Normal(1, Width), Normal(2, Width), weights);
        yield return new PriorCase($"{prior}.{nameof(Prior.LogDensity)}", prior, Normal(1, Width), null, weights);
        if (prior.HasKlPerDimension)
        {
            yield return new PriorCase(
                $"{prior}.{nameof(Prior.KlPerDimension)}", prior, Normal(1, Width), Normal(2, Width), weights)
            {
                Of = PriorCase.Formula.PerDimension,
            };
        }

        if (prior.Clusters > 0)
        {
            yield return new PriorCase(
                $"{prior}.{nameof(Prior.ClusterProbabilities)}", prior, Normal(1, Width), Normal(2, Width), weights)
            {
                Of = PriorCase.Formula.Clusters,
            };
        }
    }

    /// <summary>Arrays with random values.</summary>
    public static WeightValues[] Weights(IEnumerable<WeightShape> shapes) => [.. shapes.Select(Weight)];

    private static WeightValues Weight(WeightShape shape, int place)
    {
        double[] normal = Normal(10 + place, (int)shape.Count, rows: 1).Values;
        return new WeightValues(shape, [.. normal.Select(value => shape.Start + (0.5 * value))]);
    }

    /// <summary>Standard normal numbers.</summary>
    public static ArrayValue Normal(int seed, int width, int rows = Rows)
    {
        var values = new float[rows * width];
        StandardNormal.Fill(new Random(seed), values);
        return new ArrayValue(Array.ConvertAll(values, value => (double)value), width);
    }
}
