using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using VaeTransforms.Reading;

namespace VaeTransforms.Pictures;

/// <summary>
/// The stock transformers around a model of images: from a column of images to numbers before it, and from its reconstruction
/// to a column of images behind it.
/// </summary>
/// <remarks>
/// The only room with types of Microsoft.ML.ImageAnalytics. The package does not bring it: who has a column of images has it
/// already.
/// </remarks>
internal sealed class ImagePipeline
{
    private const float Levels = 255;

    private readonly TransformsCatalog _catalog;
    private readonly TrainingImages _images;
    private readonly ITransformer _before;
    private readonly string[] _drawn;

    private ImagePipeline(IHostEnvironment environment, IDataView data, string name, VaeOptions options)
    {
        _catalog = Create(environment);
        _images = TrainingImages.Of(data, name, options);
        Pixels = Unused(data.Schema, $"{name}.Pixels");
        _drawn = [Unused(data.Schema, $"{name}.Reconstruction"), Unused(data.Schema, $"{name}.Colors")];
        _before = Before(name, data.Schema[name].Type).Fit(data);
    }

    /// <summary>The column of numbers that the model reads, [channels, height, width] from 0 to 1.</summary>
    public string Pixels { get; }

    /// <summary>The column for the reconstruction in numbers.</summary>
    public string Reconstruction => _drawn[0];

    /// <summary>The transformers around a column of images; null for a column of another kind.</summary>
    /// <param name="environment">The environment of the context.</param>
    /// <param name="data">The training data.</param>
    /// <param name="inputs">What the model reads.</param>
    /// <param name="options">They may state the size and the colors.</param>
    /// <exception cref="ArgumentException">The images cannot be used.</exception>
    public static ImagePipeline? Find(IHostEnvironment environment, IDataView data, InputNames inputs, VaeOptions options) =>
        !inputs.IsTable && data.Schema.GetColumnOrNull(inputs.Names[0]) is { } column && ImageColumn.Is(column.Type)
            ? new ImagePipeline(environment, data, inputs.Names[0], options)
            : null;

    /// <summary>
    /// The options for pixels: convolutions, unless a network is set, and one scale for all pixels. Standardizing each pixel
    /// would make the rare ones large, and a window of a convolution would see other units at each place.
    /// </summary>
    public static VaeOptions Defaults(VaeOptions options) => options with
    {
        Network = options.Network is null && options.HiddenLayers is null && options.Activation == default
            ? VaeNetwork.Convolutional()
            : options.Network,
        Normalization = options.Normalization is AutomaticNormalization && !options.Likelihood.HasOwnUnits
            ? Normalization.CommonScale
            : options.Normalization,
    };

    /// <summary>Training data with the column <see cref="Pixels"/>.</summary>
    public FitInput Read(FitInput input) => input with
    {
        Train = _before.Transform(input.Train),
        Validation = input.Validation is { } validation ? _before.Transform(validation) : null,
    };

    /// <summary>The model between its neighbors.</summary>
    /// <param name="model">It reads <see cref="Pixels"/>.</param>
    /// <param name="data">The training data.</param>
    /// <param name="reconstruction">The column for reconstructed images; null for none.</param>
    public ITransformer Around(ITransformer model, IDataView data, string? reconstruction)
    {
        IDataView view = model.Transform(_before.Transform(data));
        var drop = _catalog.DropColumns(reconstruction is null ? [Pixels] : [Pixels, .. _drawn]);
        ITransformer after = reconstruction is null ? drop.Fit(view) : Drawn(reconstruction).Append(drop).Fit(view);
        return new TransformerChain<ITransformer>(_before, model, after);
    }

    private IEstimator<ITransformer> Before(string name, DataViewType type)
    {
        bool hasSize = type is ImageDataViewType image && (image.Height, image.Width) == (_images.Height, _images.Width);
        IEstimator<ITransformer> resize = hasSize
            ? _catalog.CopyColumns(Pixels, name)
            : _catalog.ResizeImages(
                Pixels, _images.Width, _images.Height, name, ImageResizingEstimator.ResizingKind.Fill);
        IEstimator<ITransformer> toColors = _images.AreGray ? resize.Append(_catalog.ConvertToGrayscale(Pixels)) : resize;
        return toColors.Append(_catalog.ExtractPixels(
            Pixels,
            colorsToExtract: _images.AreGray
                ? ImagePixelExtractingEstimator.ColorBits.Red
                : ImagePixelExtractingEstimator.ColorBits.Rgb,
            scaleImage: 1 / Levels));
    }

    /// <summary>From numbers to images: a gray channel is red, green and blue.</summary>
    /// <remarks>A level below 0 or above 255 would become one at the other end.</remarks>
    private IEstimator<ITransformer> Drawn(string reconstruction)
    {
        string[] channels = [.. Enumerable.Repeat(Reconstruction, _images.AreGray ? 3 : 1)];
        return _catalog.Expression(Reconstruction, "x : max(min(x, 1f), 0f)", Reconstruction)
            .Append(_catalog.Concatenate(_drawn[1], channels))
            .Append(_catalog.ConvertToImage(_images.Height, _images.Width, reconstruction, _drawn[1], scaleImage: Levels));
    }

    private static string Unused(DataViewSchema schema, string name)
    {
        while (schema.GetColumnOrNull(name) is not null)
        {
            name += "'";
        }

        return name;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern TransformsCatalog Create(IHostEnvironment environment);
}
