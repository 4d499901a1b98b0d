using Microsoft.ML;
using VaeTransforms.Tests.Contract.Refusals;
using static VaeTransforms.Tests.Contract.Labels.Colors;

namespace VaeTransforms.Tests.Contract.Labels;

/// <summary>Labels that cannot be used. All of it is refused before training.</summary>
internal static class LabelMistakes
{
    private static readonly MLContext Ml = new(1);
    private static readonly VaeOptions Refused = Options with { Progress = new NoTraining() };

    public static IReadOnlyList<Mistake> All { get; } =
    [
        OptionMistakes.Set("LabelWeight", "-1", () => new VaeOptions { LabelWeight = -1 }, "[0, ∞)"),
        new(
            "Labels without a mixture",
            typeof(ArgumentException),
            subject => subject.Create(Ml, Refused with { Prior = Prior.StandardNormal, ClusterColumnName = null }),
            "'Label'",
            "Prior is StandardNormal",
            "Prior.MixtureOfGaussians()"),
        new(
            "Labels with a VampPrior",
            typeof(ArgumentException),
            subject => subject.Create(Ml, Refused with { Prior = Prior.VampPrior(5), ClusterColumnName = null }),
            "Prior is VampPrior(5)"),
        new(
            "A mixture without a number of components and without labels",
            typeof(ArgumentException),
            subject => subject.Create(Ml, Refused with { LabelColumnName = null }),
            "LabelColumnName is null",
            "number of components"),
        new(
            "A weight of labels without labels",
            typeof(ArgumentException),
            subject => subject.Create(Ml, new VaeOptions { LabelWeight = 3 }),
            "LabelWeight",
            "it is 3",
            "LabelColumnName"),
        Fit("A label column that is not there", Refused with { LabelColumnName = "Class" }, "'Class'", "LabelColumnName"),
        Fit("Labels that are text", Refused with { LabelColumnName = "Name" }, "'Name'", "String", "MapValueToKey"),
        Fit(
            "Another number of components than keys",
            Refused with { Prior = Prior.MixtureOfGaussians(4) },
            "MixtureOfGaussians(4)",
            "3 keys"),
        new(
            "No labels at all",
            typeof(ArgumentException),
            subject => subject.Create(Ml, Refused).Fit(View(Ml, Rows(60, every: int.MaxValue)[1..])),
            "'Label'",
            "missing in all"),
        new(
            "A key with one value",
            typeof(ArgumentException),
            subject =>
            {
                IDataView data = Ml.Data.LoadFromEnumerable(Rows(60));
                IDataView red = Ml.Data.LoadFromEnumerable([new { Name = "red" }]);
                subject.Create(Ml, Refused).Fit(
                    Ml.Transforms.Conversion.MapValueToKey("Label", "Name", keyData: red).Fit(data).Transform(data));
            },
            "'Label'",
            "has 1."),
        new(
            "An initial model whose clusters have no names",
            typeof(ArgumentException),
            subject =>
            {
                IDataView data = View(Ml, Rows(60));
                VaeOptions unlabeled = Options with { LabelColumnName = null, Prior = Prior.MixtureOfGaussians(3), Epochs = 1 };
                ITransformer fitted = subject.Create(Ml, unlabeled).Fit(data);
                subject.Create(Ml, Refused).Fit(data, null, Subjects.ModelOf(fitted));
            },
            "'red', 'green', 'blue'",
            "no names"),
        new(
            "A checkpoint of other labels",
            typeof(InvalidOperationException),
            GoOn,
            "the labels of the rows differ"),
    ];

    private static Mistake Fit(string name, VaeOptions options, params string[] facts) => new(
        name, typeof(ArgumentException), subject => subject.Create(Ml, options).Fit(View(Ml, Rows(60))), facts);

    private static void GoOn(Subject subject)
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
        try
        {
            using var stop = new CancellationTokenSource();
            VaeOptions options = Options with { Checkpoint = new VaeCheckpoint(folder) };
            try
            {
                var cancel = new EpochListener(_ => stop.Cancel());
                subject.Create(Ml, options with { Progress = cancel, CancellationToken = stop.Token }).Fit(View(Ml, Rows(60)));
            }
            catch (OperationCanceledException)
            {
                // As it was meant.
            }

            subject.Create(Ml, options).Fit(View(Ml, Rows(60, every: 10)));
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(e.Message.Replace(folder, "FOLDER", StringComparison.Ordinal), e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
