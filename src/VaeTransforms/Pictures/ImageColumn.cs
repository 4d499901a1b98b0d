using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;

namespace VaeTransforms.Pictures;

/// <summary>Tells columns of images, also where Microsoft.ML.ImageAnalytics, which defines them, is not there.</summary>
internal static class ImageColumn
{
    public static bool Is(DataViewType type) => type.RawType.FullName == "Microsoft.ML.Data.MLImage";

    /// <summary>The column with this name, if it holds images.</summary>
    public static SchemaShape.Column? Find(SchemaShape schema, string name)
    {
        foreach (SchemaShape.Column column in schema)
        {
            if (column.Name == name && column.Kind == SchemaShape.Column.VectorKind.Scalar && Is(column.ItemType))
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>The shape of an estimator's output: what has a value for each pixel of an image is an image.</summary>
    /// <param name="shape">The shape with the columns of a model of numbers.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="inputs">What the estimator reads.</param>
    /// <param name="pictures">The columns with a value for each pixel; null for none.</param>
    public static SchemaShape WithPictures(
        SchemaShape shape, SchemaShape input, InputNames inputs, params IEnumerable<string?> pictures) =>
        inputs.Images(input) is { } image
            ? SchemaShapes.With(shape, pictures.OfType<string>().Select(
                name => SchemaShapes.Column(name, SchemaShape.Column.VectorKind.Scalar, image.ItemType)))
            : shape;
}
