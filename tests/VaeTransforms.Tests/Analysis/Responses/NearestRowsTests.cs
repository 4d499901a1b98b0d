using Microsoft.ML;
using VaeTransforms.Tests.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class NearestRowsTests
{
    private static readonly IDataView Data = Views.Singles([0, 0], [3, 4], [float.NaN, 0], [1, 0], [0, -1]);

    [Fact]
    public void The_nearest_rows_come_first_with_their_positions_and_distances()
    {
        using VaeModel model = LinearModels.Identity(2);
        Assert.Equal(
            [new NearestRow(0, 0), new NearestRow(3, 1), new NearestRow(4, 1), new NearestRow(1, 5)],
            LatentSpace.NearestRows(model, Data, [0, 0], 4));
    }

    [Fact]
    public void A_rows_own_code_is_nearest_to_that_row()
    {
        using var model = new VaeModel(TestModels.Random(TestModels.Architecture()));
        float[][] rows = TestModels.Rows(model.Trained, 700);
        NearestRow nearest = Assert.Single(LatentSpace.NearestRows(model, Views.Singles(rows), model.Encode(rows[613]), 1));
        Assert.Equal(613, nearest.Row);
        Assert.Equal(0, nearest.Distance, 1e-5);
    }

    [Fact]
    public void Too_few_rows_and_invalid_points_are_refused()
    {
        using VaeModel model = LinearModels.Identity(2);
        Assert.StartsWith(
            "Finding the 5 nearest rows needs at least 5 rows with finite values, but the view has 4, "
                + "and 1 with NaN or infinity. Lower count, or give more rows.",
            Assert.Throws<ArgumentException>(() => LatentSpace.NearestRows(model, Data, [0, 0], 5)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The latent point has 3 values, but the model has 2 latent dimensions. Give 2 values.",
            Assert.Throws<ArgumentException>(() => LatentSpace.NearestRows(model, Data, [0, 0, 0], 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LatentSpace.NearestRows(model, Data, [0, float.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentSpace.NearestRows(model, Data, [0, 0], 0));
    }
}
