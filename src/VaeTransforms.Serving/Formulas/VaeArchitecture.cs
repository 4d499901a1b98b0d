using System.Globalization;
using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>A network with its sizes: encoder, mean and log-variance of the latent vector, decoder and likelihood.</summary>
public sealed record VaeArchitecture
{
    internal const string HeadName = "heads";
    internal const string HeadWeight = HeadName + ".weight";
    internal const string HeadBias = HeadName + ".bias";
    internal const string OutputName = "output";
    internal const string OutputWeight = OutputName + ".weight";
    internal const string OutputBias = OutputName + ".bias";
    internal const string LikelihoodName = "likelihood";
    internal const string PriorName = "prior";

    /// <summary>Values in an input row; D.</summary>
    public required int InputSize { get; init; }

    /// <summary>Values in a latent vector; K.</summary>
    public required int LatentDimension { get; init; }

    /// <summary>The layers of encoder and decoder.</summary>
    public required VaeNetwork Network { get; init; }

    /// <summary>The decoder's distribution.</summary>
    public required Likelihood Likelihood { get; init; }

    /// <summary>
    /// Whether rows may have missing values. The encoder then also sees which values are there, and the reconstruction error
    /// counts these alone.
    /// </summary>
    public bool HasMask { get; init; }

    /// <summary>What codes are pulled towards, and drawn from to sample rows. Default: N(0, I).</summary>
    public Prior Prior { get; init; } = Prior.StandardNormal;

    /// <summary>The last slots of a row, which the decoder sees too; 0 for a model without a condition.</summary>
    internal int Conditions => ConditionLikelihood.SlotsOf(Likelihood);

    /// <summary>The first slots of a row: those that are reconstructed and scored. Only a condition is not.</summary>
    internal int ScoredSlots => InputSize - Conditions;

    /// <summary>Values that the decoder takes: a latent vector, and the condition beside it.</summary>
    internal int CodeSize => LatentDimension + Conditions;

    /// <summary>Whether columns have likelihoods of their own, besides that of a condition.</summary>
    internal bool HasOwnLikelihoods => Likelihood is MixedLikelihood { Parts.Count: var parts } && (Conditions == 0 || parts > 2);

    internal IReadOnlyList<PlacedLayer> EncoderLayers =>
        Placed(nameof(Network.Encoder), Network.Encoder, EncoderInput, Conditions);

    /// <summary>
    /// How many layers of the encoder see the features alone: those before the first one without axes, which sees the condition
    /// too. 0 without a condition.
    /// </summary>
    internal int LayersBeforeCondition =>
        Conditions == 0 ? 0 : EncoderLayers.TakeWhile(placed => placed.Input.Sizes.Count > 1).Count();

    internal IReadOnlyList<PlacedLayer> DecoderLayers =>
        Placed(nameof(Network.Decoder), Network.Decoder, new TensorShape(CodeSize));

    /// <summary>
    /// The layer that makes a row of a picture that the decoder's layers give; null where that layer is a dense one.
    /// </summary>
    internal PlacedLayer? PictureOutput => PictureOutputOf(DecoderLayers);

    /// <summary>Values that the encoder takes: a row, and with a mask the mask beside it.</summary>
    internal int EncoderInputs => HasMask ? checked(2 * InputSize) : InputSize;

    /// <summary>Everything that training learns: the one place that decides the names and the order of the arrays.</summary>
    internal IEnumerable<WeightShape> Weights => Groups().SelectMany(
        group => group.Shapes.Select(shape => shape with { Name = $"{group.Name}.{shape.Name}" }));

    /// <summary>How many numbers the arrays hold together.</summary>
    internal long WeightCount => Weights.Sum(shape => shape.Count);

    /// <summary>Random numbers per row that the layers need while they train.</summary>
    internal int UniformsPerRow => EncoderLayers.Concat(DecoderLayers).Sum(placed => placed.Layer.UniformsPerRow(placed.Input));

    /// <summary>Multiplications for one row, from the encoder's first layer to the likelihood's parameters.</summary>
    internal long Multiplications
    {
        get
        {
            IReadOnlyList<PlacedLayer> encoder = EncoderLayers;
            IReadOnlyList<PlacedLayer> decoder = DecoderLayers;
            return encoder.Concat(decoder).Append(PictureOutputOf(decoder)).OfType<PlacedLayer>()
                .Sum(placed => placed.Layer.Multiplications(placed.Input))
                + Heads(encoder).Concat(PictureOutputOf(decoder) is null ? Outputs(decoder) : []).Sum(shape => shape.Count);
        }
    }

    /// <summary>The largest number of values that a row becomes.</summary>
    internal int MaxWidth =>
        EncoderLayers.Concat(DecoderLayers).Select(placed => placed.Output.Width).Append(EncoderInputs).Append(CodeSize)
            .Append(Likelihood.Outputs(InputSize)).Max();

    /// <summary>The arrays of one formula, by the names that they have within it.</summary>
    /// <param name="name">Of the formula, such as "encoder.0" or "likelihood".</param>
    internal IEnumerable<WeightShape> WeightsOf(string name) => Groups().Single(group => group.Name == name).Shapes;

    /// <summary>
    /// The sizes from input to latent vector and back, as <c>64-128-8-128-64</c>, without layers that have no matrix.
    /// </summary>
    public override string ToString()
    {
        TensorShape row = Network.InputShape ?? new TensorShape(InputSize);
        TensorShape[] shapes =
            [row, .. Matrices(EncoderLayers), new TensorShape(LatentDimension), .. Matrices(DecoderLayers), row];
        return string.Join('-', shapes.Select(shape => string.Join(
            'x', shape.Sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))));

        static IEnumerable<TensorShape> Matrices(IEnumerable<PlacedLayer> layers) => layers
            .Where(placed => placed.Layer.Weights(placed.Input).Any(array => IsMatrix(array.Shape, placed.Input.Width)))
            .Select(placed => placed.Output);

        // Gains of channels are [1, channels], so that they can be spread over pixels.
        static bool IsMatrix(int[] shape, int inputs) => shape.Length > 1 && (shape[0] > 1 || inputs == 1);
    }

    /// <summary>
    /// The shape of <see cref="EncoderInputs"/> without a condition: with a mask there are twice as many channels.
    /// </summary>
    private TensorShape EncoderInput => Network.InputShape is { } own
        ? new TensorShape([own.Sizes[0] * (HasMask ? 2 : 1), .. own.Sizes.Skip(1)])
        : new TensorShape(EncoderInputs - Conditions);

    /// <param name="part">The name of the layers in messages.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="shape">What the first one takes.</param>
    /// <param name="conditions">Values that the first layer without axes takes besides.</param>
    private static List<PlacedLayer> Placed(string part, IReadOnlyList<Layer> layers, TensorShape shape, int conditions = 0)
    {
        var placed = new List<PlacedLayer>();
        for (int i = 0; i < layers.Count; i++)
        {
            if (conditions > 0 && shape.Sizes.Count == 1)
            {
                shape = new TensorShape(checked(shape.Width + conditions));
                conditions = 0;
            }

            TensorShape output = Fitted(part, i, layers[i], shape);
            string name = string.Create(CultureInfo.InvariantCulture, $"{part.ToLowerInvariant()}.{i}");
            placed.Add(new PlacedLayer(name, layers[i], shape, output));
            shape = output;
        }

        return placed;
    }

    private static TensorShape Fitted(string part, int place, Layer layer, TensorShape input)
    {
        try
        {
            return layer.Output(input);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(
                $"Layer {OptionRule.Text(place)} of Network.{part}, {layer}, does not fit what comes in, {input}: "
                    + $"{e.Message}", e);
        }
    }

    private IEnumerable<(string Name, IEnumerable<WeightShape> Shapes)> Groups()
    {
        IReadOnlyList<PlacedLayer> encoder = EncoderLayers;
        IReadOnlyList<PlacedLayer> decoder = DecoderLayers;
        return
        [
            .. encoder.Select(placed => (placed.Name, placed.Layer.Weights(placed.Input))),
            (HeadName, Heads(encoder)),
            .. decoder.Select(placed => (placed.Name, placed.Layer.Weights(placed.Input))),
            (OutputName, PictureOutputOf(decoder) is { } picture ? picture.Layer.Weights(picture.Input) : Outputs(decoder)),
            (LikelihoodName, Likelihood.Weights(InputSize)),
            (PriorName, Prior.Weights(LatentDimension, EncoderInputs)),
        ];
    }

    private WeightShape[] Heads(IReadOnlyList<PlacedLayer> encoder)
    {
        // Where no layer has seen the condition, the heads do.
        int besides = LayersBeforeCondition == encoder.Count ? Conditions : 0;
        int width = (encoder.Count == 0 ? EncoderInput : encoder[^1].Output).Width;
        return DenseLayer.Arrays(checked(width + besides), 2 * LatentDimension);
    }

    private WeightShape[] Outputs(IReadOnlyList<PlacedLayer> decoder) => DenseLayer.Arrays(
        decoder.Count == 0 ? CodeSize : decoder[^1].Output.Width, Likelihood.Outputs(InputSize) - Conditions);

    private PlacedLayer? PictureOutputOf(IReadOnlyList<PlacedLayer> decoder) =>
        Network.InputShape is { Sizes.Count: 2 or 3 } picture && decoder.Count > 0
            && decoder[^1].Output.Sizes.Count == picture.Sizes.Count
            && Likelihood.Outputs(InputSize) == InputSize
            ? new PlacedLayer(OutputName, new PictureOutputLayer(picture), decoder[^1].Output, picture)
            : null;
}
