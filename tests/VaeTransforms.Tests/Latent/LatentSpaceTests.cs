using System.Text.Json.Nodes;
using Microsoft.ML;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Latent;

public sealed class LatentSpaceTests
{
    private static readonly MLContext Ml = new(1);
    private static readonly LatentSpaceOptions Quick = new() { ImportanceRows = 50, ImportanceSamples = 8, Paths = 20, PathSteps = 8 };

    [Fact]
    public void The_same_model_rows_and_seed_give_the_same_report()
    {
        using var model = new VaeModel(TestModels.Random(TestModels.Architecture(Sheets.Width, 3)));
        IDataView data = Sheets.View(Ml, Sheets.Rows(200));

        string first = LatentSpace.Analyze(model, data, Quick).ToJson();

        Assert.Equal(first, LatentSpace.Analyze(model, data, Quick).ToJson());
        Assert.NotEqual(first, LatentSpace.Analyze(model, data, Quick with { Seed = 1 }).ToJson());
        Assert.Equal(200, (int)JsonNode.Parse(first)!["Rows"]!);
    }
}
