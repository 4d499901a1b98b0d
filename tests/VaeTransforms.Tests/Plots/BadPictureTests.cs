using Microsoft.ML;
using VaeTransforms.Plots;
using Xunit;

namespace VaeTransforms.Tests.Plots;

/// <summary>Messages of refused calls state the rule and the value that came.</summary>
public sealed class BadPictureTests : IDisposable
{
    private readonly VaeModel _model = SamplePictures.Model(inputSize: 6, latentDimension: 3);
    private readonly VaeModel _oneDimension = SamplePictures.Model(inputSize: 4, latentDimension: 1);
    private readonly IDataView _view = SamplePictures.View(new MLContext(seed: 1), 10);

    public void Dispose()
    {
        _model.Dispose();
        _oneDimension.Dispose();
    }

    [Fact]
    public void Pictures_of_a_plane_need_two_latent_dimensions()
    {
        Refuses("A scatter needs at least 2 latent dimensions, but the codes have 1.", () => LatentScatter.Draw([[1], [2]]));
        Refuses("A grid needs at least 2 latent dimensions.", () => ManifoldGrid.Draw(_oneDimension));
        Refuses(
            "The picture needs models of 2 latent dimensions, but one has 3.",
            () => ShapesPicture.Draw(_model, _model, SamplePictures.Rows(4, 6), ["a", "b", "a", "b"]));
    }

    [Fact]
    public void Dimensions_that_do_not_exist_are_refused() => Refuses(
        "The picture needs two different latent dimensions from 0 to 2, but was given 1 and 3.",
        () => LatentScatter.Draw(SamplePictures.Rows(5, 3), new LatentScatterOptions { Dimensions = (1, 3) }));

    [Fact]
    public void Slots_that_do_not_form_the_image_are_refused()
    {
        Refuses("6 values do not form a square image.", () => ManifoldGrid.Draw(_model));
        Refuses("6 values do not form a square image.", () => Reconstructions.Draw(_model, SamplePictures.Rows(3, 6)));
        Refuses(
            "An image of 4×2 has 8 values, but the rows have 6.",
            () => TraversalStrips.Draw(_model, image: new ImageShape(4, 2)));
        Refuses(
            "An image of 3×2×3 has 18 values, but the rows have 6.",
            () => TraversalStrips.Draw(_model, image: new ImageShape(3, 2) { Channels = 3 }));
    }

    [Fact]
    public void An_image_needs_a_size_and_one_or_three_channels()
    {
        Refuses("Width must be a number of pixels from 1.", () => new ImageShape(0, 3));
        Refuses("Height must be a number of pixels from 1.", () => new ImageShape(3, 3) with { Height = -1 });
        Refuses("Channels must be 1, for gray, or 3, for red, green and blue.", () => new ImageShape(3, 3) { Channels = 2 });
        Refuses("White must be a finite number.", () => new ImageShape(3, 3) { White = float.NaN });
    }

    [Fact]
    public void Counts_that_differ_are_refused()
    {
        Refuses(
            "There must be one label for each code, but there are 2 for 3.",
            () => LatentScatter.Draw(SamplePictures.Rows(3, 2), [1, 2]));
        Refuses(
            "There must be one label for each score, but there are 1 for 2.",
            () => ScoreHistogram.Draw([1, 2], isAnomaly: [true]));
        Refuses(
            "There must be one score for each label, but there are 3 for 2.",
            () => DetectionCurves.Draw([true, false], [1f, 2f, 3f]));
        Refuses(
            "There must be one caption for each input, but there are 1 for 2.",
            () => Reconstructions.Draw(SamplePictures.Rows(2, 4), SamplePictures.Rows(2, 4), captions: ["one"]));
        Refuses(
            "There must be one slot name for each slot, but there are 1 for 4.",
            () => SlotProfiles.Draw(SamplePictures.Rows(2, 4), SamplePictures.Rows(2, 4), ["one"]));
        Refuses(
            "There must be one reconstruction for each input, but there are 1 for 2.",
            () => Reconstructions.Draw(SamplePictures.Rows(2, 4), SamplePictures.Rows(1, 4)));
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused()
    {
        Refuses(
            "A code must have finite values, but code 1 has NaN in slot 0.",
            () => LatentScatter.Draw([[1, 2], [float.NaN, 2]]));
        Refuses(
            "An input must have finite values, but input 0 has Infinity in slot 1.",
            () => Reconstructions.Draw([[1, float.PositiveInfinity, 3, 4]], [[1, 2, 3, 4]]));
        Refuses("A score must be finite, but score 1 is NaN.", () => ScoreHistogram.Draw([1, float.NaN]));
        Refuses("A score must be finite, but score 0 is NaN.", () => DetectionCurves.Draw([true, false], [float.NaN, 1f]));
        Refuses(
            "The reach must be a finite number above 0.",
            () => TraversalStrips.Draw(_model, image: new ImageShape(3, 2), reach: float.NaN));
    }

    [Fact]
    public void Rows_of_different_lengths_are_refused() =>
        Refuses(
            "Every code must have as many values as the first, 2, but code 1 has 3.",
            () => LatentScatter.Draw([[1, 2], [1, 2, 3]]));

    [Fact]
    public void Nothing_to_draw_is_refused()
    {
        Refuses("There is no code to draw.", () => LatentScatter.Draw([]));
        Refuses("There is no input to draw.", () => Reconstructions.Draw([], []));
        Refuses("There is no score to draw.", () => ScoreHistogram.Draw([]));
        Refuses("There is no path to draw.", () => InterpolationStrips.Draw(_model, [], new ImageShape(3, 2)));
        Refuses(
            "The list of latent dimensions is empty.",
            () => TraversalStrips.Draw(_model, image: new ImageShape(3, 2), dimensions: []));
    }

    [Fact]
    public void Curves_need_normal_and_anomalous_rows() =>
        Refuses(
            "The curves need normal and anomalous rows, but 2 of 2 rows are anomalous.",
            () => DetectionCurves.Draw([true, true], [1f, 2f]));

    [Fact]
    public void A_shapes_picture_needs_two_to_four_classes()
    {
        using VaeModel model = SamplePictures.Model(4, 2);
        Refuses(
            "The picture needs 2 to 4 classes of rows, but the labels have 1.",
            () => ShapesPicture.Draw(model, model, SamplePictures.Rows(2, 4), ["a", "a"]));
    }

    [Fact]
    public void More_rows_than_a_picture_shows_are_refused() => Refuses(
        "The picture shows at most 4 rows, but 5 were given.",
        () => SlotProfiles.Draw(SamplePictures.Rows(5, 3), SamplePictures.Rows(5, 3)));

    [Fact]
    public void Paths_of_different_lengths_are_refused() => Refuses(
        "Every path must have as many points as the first, 3, but 'b' has 2.",
        () => InterpolationStrips.Draw(
            _model,
            [new LatentPath("a", SamplePictures.Rows(3, 3)), new LatentPath("b", SamplePictures.Rows(2, 3))],
            new ImageShape(3, 2)));

    [Fact]
    public void Columns_that_are_missing_or_of_another_type_are_refused()
    {
        Refuses(
            "There is no column 'Codes'. The view has 'Latent', 'Score', 'Label', 'IsAnomaly', 'Name'.",
            () => LatentScatter.Draw(_view, "Codes"));
        Refuses(
            "Column 'Score' must be a vector of Single or Double, but it is a Single.",
            () => LatentScatter.Draw(_view, "Score"));
        Refuses("Column 'Latent' must hold a label per row,", () => LatentScatter.Draw(_view, "Latent", "Latent"));
        Refuses(
            "Column 'Label' must be a Boolean, true for anomalous rows, but it is a Int32.",
            () => DetectionCurves.Draw(_view));
        Refuses(
            "Column 'Label' must be a Single, but it is a Int32.",
            () => ScoreHistogram.Draw(_view, scoreColumnName: "Label"));
    }

    [Fact]
    public void MaxPoints_below_one_is_refused() =>
        Refuses("MaxPoints must be at least 1.", () => new LatentScatterOptions { MaxPoints = 0 });

    private static void Refuses(string beginning, Func<object> draw) =>
        Assert.StartsWith(beginning, Assert.ThrowsAny<ArgumentException>(draw).Message, StringComparison.Ordinal);
}
