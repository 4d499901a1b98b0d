using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>Slots with names are those of training, or they are refused.</summary>
public sealed class SlotNamesTests
{
    private static readonly int[] Swapped = [0, 2, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Slots_with_other_names_are_refused_wherever_rows_are_read(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        IDataView other = Named(ml, Rows(60), [.. Swapped.Select(slot => SlotNames[slot])]);
        IEstimator<ITransformer> estimator = subject.Create(ml);
        ITransformer fitted = estimator.Fit(data);
        VaeModel model = Subjects.ModelOf(fitted);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        using VaeModel loaded = VaeModel.Load(file);

        Action[] calls =
        [
            () => fitted.Transform(other),
            () => fitted.GetOutputSchema(other.Schema),
            () => fitted.GetRowToRowMapper(other.Schema),
            () => model.Evaluate(other),
            () => loaded.Evaluate(other),
            () => LatentSpace.Analyze(loaded, other),
            () => LatentSpace.SlotResponses(loaded, other),
            () => estimator.Fit(data, other),
            () => estimator.Fit(other, null, loaded),
        ];

        Assert.All(calls, call => Assert.StartsWith(
            "Column 'Features' has 'sensor 2' in slot 1, but the model was trained on 'sensor 1' there",
            Assert.Throws<ArgumentException>(call).Message,
            StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Slots_without_names_are_read_by_their_places(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView named = View(ml, Rows(60));
        IDataView unnamed = ml.Data.LoadFromEnumerable(Rows(60));
        IDataView partly = Named(ml, Rows(60), ["", "sensor 1", .. Enumerable.Repeat("", Width - 2)]);
        ITransformer fitted = subject.Create(ml).Fit(named);
        float[][] expected = Table.Read(fitted.Transform(named))["Surprise"];

        Assert.Equal(expected, Table.Read(fitted.Transform(unnamed))["Surprise"]);
        Assert.Equal(expected, Table.Read(fitted.Transform(partly))["Surprise"]);
        Assert.Equal(60, Subjects.ModelOf(subject.Create(ml).Fit(unnamed)).Evaluate(named).Rows);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Slots_are_found_by_their_names_where_options_say_so(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        Sheet[] swapped = Rows(60);
        Array.ForEach(swapped, row => row.Features = [.. Swapped.Select(slot => row.Features[slot])]);
        IDataView other = Named(ml, swapped, [.. Swapped.Select(slot => SlotNames[slot])]);
        ITransformer fitted = subject.Create(ml, Quick with { ReorderSlotsByName = true }).Fit(data);

        Assert.Equal(Table.Read(fitted.Transform(data))["Surprise"], Table.Read(fitted.Transform(other))["Surprise"]);
        VaeModel model = Subjects.ModelOf(fitted);
        Assert.Equal($"{model.Evaluate(data)}", $"{model.Evaluate(other)}");
        Assert.Equal(model.ReadRows(data), model.ReadRows(other));

        IDataView unknown = Named(ml, Rows(60), ["valve", .. SlotNames[1..]]);
        Assert.StartsWith(
            "Column 'Features' has no slot or several slots named 'sensor 0'",
            Assert.Throws<ArgumentException>(() => fitted.Transform(unknown)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_rows_and_those_of_a_warm_start_are_read_in_the_same_way()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        Sheet[] swapped = Rows(60);
        Array.ForEach(swapped, row => row.Features = [.. Swapped.Select(slot => row.Features[slot])]);
        IDataView other = Named(ml, swapped, [.. Swapped.Select(slot => SlotNames[slot])]);
        VaeEstimator estimator = ml.Transforms.VaeEncode("Latent", "Features", Quick with { ReorderSlotsByName = true });

        using VaeTransformer once = estimator.Fit(data, other);
        using VaeTransformer same = estimator.Fit(data, data);
        using VaeTransformer again = estimator.Fit(other, null, once.Model);

        Assert.Equal(same.Report.Summary.Elbo, once.Report.Summary.Elbo);
        Assert.Equal(once.Model.SlotNames, again.Model.SlotNames);
    }

    [Fact]
    public void A_vector_in_a_table_is_checked_too()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        IDataView other = Named(ml, Rows(60), [.. Swapped.Select(slot => SlotNames[slot])]);
        ITransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: ["Features"], Quick).Fit(data);

        string message = Assert.Throws<ArgumentException>(() => fitted.Transform(other)).Message;

        Assert.StartsWith("Column 'Features' has 'sensor 2' in slot 1", message, StringComparison.Ordinal);
        Assert.DoesNotContain("ReorderSlotsByName", message, StringComparison.Ordinal);
    }

    private static IDataView Named(MLContext ml, IEnumerable<Sheet> rows, string[] names)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sheet));
        schema[nameof(Sheet.Features)].AddAnnotation(
            "SlotNames",
            new VBuffer<ReadOnlyMemory<char>>(Width, [.. names.Select(name => name.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, Width));
        return ml.Data.LoadFromEnumerable(rows, schema);
    }
}
