using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using VaeTransforms.Formulas;
using VaeTransforms.Pipeline;
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
    private readonly string _colors;

    private ImagePipeline(IHostEnvironment environment, IDataView data, string name, VaeOptions options)
    {
        _catalog = Create(environment);
        _images = TrainingImages.Of(data, name, options);
        Pixels = Unused(data.Schema, Surroundings.PixelsOf(name));
        Inputs = InputNames.OfVector(Pixels).With(options.ConditionColumnName);
        Reconstruction = Unused(data.Schema, $"{name}.Reconstruction");
        Map = Unused(data.Schema, $"{name}.Map");
        _colors = Unused(data.Schema, $"{name}.Colors");
        _before = Before(name, data.Schema[name].Type).Fit(data);
    }

    /// <summary>The column of numbers that the model reads, [channels, height, width] from 0 to 1.</summary>
    public string Pixels { get; }

    /// <summary>What the model reads: <see cref="Pixels"/>, and a condition beside them.</summary>
    public InputNames Inputs { get; }

    /// <summary>The column for the reconstruction in numbers.</summary>
    public string Reconstruction { get; }

    /// <summary>The column for the map of anomalies in numbers.</summary>
    public string Map { get; }

    /// <summary>The transformers around a column of images; null for a column of another kind.</summary>
    /// <param name="environment">The environment of the context.</param>
    /// <param name="data">The training data.</param>
    /// <param name="inputs">What the model reads.</param>
    /// <param name="options">They may state the size and the colors.</param>
    /// <exception cref="ArgumentException">The images cannot be used.</exception>
    public static ImagePipeline? Find(IHostEnvironment environment, IDataView data, InputNames inputs, VaeOptions options) =>
        inputs.Vector is { } name && data.Schema.GetColumnOrNull(name) is { } column && ImageColumn.Is(column.Type)
            ? new ImagePipeline(environment, data, name, options)
            : null;

    /// <summary>The options for pixels: convolutions, unless a network is set.</summary>
    public static VaeOptions Defaults(VaeOptions options) =>
        options.Network is null && options.HiddenLayers is null && options.Activation == default
            ? options with { Network = VaeNetwork.Convolutional() }
            : options;

    /// <summary>Training data with the column <see cref="Pixels"/>.</summary>
    public FitInput Read(FitInput input) => input with
    {
        Train = _before.Transform(input.Train),
        Validation = input.Validation is { } validation ? _before.Transform(validation) : null,
    };

    /// <summary>The neighbors of a model.</summary>
    /// <param name="model">It reads <see cref="Pixels"/>.</param>
    /// <param name="data">The training data.</param>
    /// <param name="reconstruction">The column for reconstructed images; null for none.</param>
    /// <param name="map">The column for images of the map of anomalies; null for none.</param>
    public Surroundings Around(ITransformer model, IDataView data, string? reconstruction, string? map = null)
    {
        IDataView view = model.Transform(_before.Transform(data));
        var after = new EstimatorChain<ITransformer>();
        List<string> helping = [Pixels];
        Draw(reconstruction, Reconstruction, white: 1);
        Draw(map, Map, AnomalyMap.White);
        return new Surroundings(_before, after.Append(_catalog.DropColumns([.. helping])).Fit(view));

        void Draw(string? name, string numbers, float white)
        {
            if (name is not null)
            {
                after = after.Append(Drawn(name, numbers, white));
                helping.AddRange(numbers, _colors);
            }
        }
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
    private IEstimator<ITransformer> Drawn(string name, string numbers, float white)
    {
        string[] channels = [.. Enumerable.Repeat(numbers, _images.AreGray ? 3 : 1)];
        string limited = string.Create(CultureInfo.InvariantCulture, $"x : max(min(x / {white:R}f, 1f), 0f)");
        return _catalog.Expression(numbers, limited, numbers)
            .Append(_catalog.Concatenate(_colors, channels))
            .Append(_catalog.ConvertToImage(_images.Height, _images.Width, name, _colors, scaleImage: Levels));
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
