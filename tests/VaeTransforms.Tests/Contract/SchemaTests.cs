using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

public sealed class SchemaTests
{
    public static TheoryData<Subject, DataKind, bool, bool> Cases => new MatrixTheoryData<Subject, DataKind, bool, bool>(
        [Subject.VaeEncode, Subject.AnomalyTrainer], [DataKind.Single, DataKind.Double], [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_schema_of_the_estimator_is_that_of_the_fitted_and_the_loaded_transformer(
        Subject subject, DataKind kind, bool hasSlotNames, bool hasOptionalColumns)
    {
        var ml = new MLContext(1);
        IDataView data = hasSlotNames ? View(ml, Rows(40)) : ml.Data.LoadFromEnumerable(Rows(40));
        if (kind == DataKind.Double)
        {
            data = ml.Transforms.Conversion.ConvertType("Features", outputKind: kind).Fit(data).Transform(data);
        }

        VaeOptions options = hasOptionalColumns ? Quick : Quick with
        {
            LogVarianceColumnName = null,
            ReconstructionColumnName = null,
            KlDivergenceColumnName = null,
            ReconstructionErrorColumnName = null,
            ScoreColumnName = null,
        };
        IEstimator<ITransformer> estimator = subject.Create(ml, options);

        SchemaShape promised = estimator.GetOutputSchema(Subjects.Shape(data.Schema));
        ITransformer fitted = estimator.Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out DataViewSchema? loadedSchema);

        string[] expected = [.. Describe(fitted.GetOutputSchema(data.Schema))];
        Assert.Equal(expected, Describe(loaded.GetOutputSchema(data.Schema)));
        Assert.Equal(expected, Describe(loaded.GetOutputSchema(loadedSchema)));
        Assert.Equal(expected, Describe(fitted.Transform(data).Schema));
        Assert.Equal(
            Describe(Subjects.Shape(fitted.GetOutputSchema(data.Schema))).Order(), Describe(promised).Order());
    }

    [Fact]
    public void The_columns_are_the_documented_ones_with_their_types_and_annotations()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(40));

        Assert.Equal(
            [
                "Id: String {}",
                "Features: Vector<Single, 12> {SlotNames}",
                "Latent: Vector<Single, 3> {IsNormalized}",
                "LatentLogVariance: Vector<Single, 3> {}",
                "Reconstruction: Vector<Single, 12> {SlotNames}",
                "Kl: Single {}",
                "Error: Single {}",
                "Surprise: Single {}",
            ],
            Describe(Subject.VaeEncode.Create(ml).Fit(data).GetOutputSchema(data.Schema)));
        Assert.Equal(
            [
                "Id: String {}",
                "Features: Vector<Single, 12> {SlotNames}",
                "Surprise: Single {}",
                "PredictedLabel: Boolean {}",
                "LatentLogVariance: Vector<Single, 3> {}",
                "Reconstruction: Vector<Single, 12> {SlotNames}",
                "Kl: Single {}",
                "Error: Single {}",
            ],
            Describe(Subject.AnomalyTrainer.Create(ml).Fit(data).GetOutputSchema(data.Schema)));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_slot_names_of_the_reconstruction_are_saved(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(40));
        ITransformer fitted = subject.Create(ml).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

        foreach (ITransformer transformer in new[] { fitted, loaded })
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            transformer.GetOutputSchema(data.Schema)["Reconstruction"].GetSlotNames(ref names);
            Assert.Equal(SlotNames, names.DenseValues().Select(name => name.ToString()));
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_latent_code_is_annotated_as_normalized_if_a_prior_sets_its_scale(double beta, bool isNormalized)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(40));
        ITransformer fitted = Subject.VaeEncode.Create(ml, Quick with { Beta = beta }).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

        Assert.Equal(isNormalized, fitted.GetOutputSchema(data.Schema)["Latent"].IsNormalized());
        Assert.Equal(isNormalized, loaded.GetOutputSchema(data.Schema)["Latent"].IsNormalized());
    }

    /// <summary>Some of these have a special meaning for ONNX, .NET or OnnxTransformer.</summary>
    [Theory]
    [InlineData("a b", "c d")]
    [InlineData("Grüße/λ", "表.x")]
    [InlineData("in.output", "out.output")]
    [InlineData("in.unusedInput", "out.unusedOutput")]
    [InlineData("Latent", "Features")]
    [InlineData("encoder.0.weight", "mean.bias")]
    [InlineData("Mean", "LogVariance")]
    [InlineData("x", "x")]
    [InlineData("{0}", "\"quoted\"\\")]
    [InlineData(" leading", "trailing ")]
    public void Every_column_name_is_valid_and_is_saved(string input, string output)
    {
        var ml = new MLContext(1);
        IDataView data = Renamed(ml, Rows(60), input);
        VaeOptions options = Quick with { ReconstructionColumnName = output + "'", KlDivergenceColumnName = "VaeTransforms" };

        foreach (IEstimator<ITransformer> estimator in new IEstimator<ITransformer>[]
        {
            ml.Transforms.VaeEncode(output, input, options),
            ml.AnomalyDetection.Trainers.Vae(input, new VaeAnomalyOptions { Vae = options with { ValidationFraction = 0.25 } }),
        })
        {
            ITransformer fitted = estimator.Fit(data);
            ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

            Assert.Equal(Describe(fitted.GetOutputSchema(data.Schema)), Describe(loaded.GetOutputSchema(data.Schema)));
            Table.AssertNear(Table.Read(fitted.Transform(data)), Table.Read(loaded.Transform(data)));
        }
    }

    [Fact]
    public void An_output_column_can_hide_an_input_column()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Transforms.CopyColumns("Latent", "Features").Append(ml.Transforms.CopyColumns("Kl", "Id"))
            .Fit(View(ml, Rows(60))).Transform(View(ml, Rows(60)));

        ITransformer fitted = Subject.VaeEncode.Create(ml).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), fitted.GetOutputSchema(data.Schema)["Latent"].Type);
        Assert.Equal(NumberDataViewType.Single, fitted.GetOutputSchema(data.Schema)["Kl"].Type);
        Table.AssertNear(Table.Read(fitted.Transform(data)), Table.Read(loaded.Transform(data)));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_vector_of_several_dimensions_is_read_as_one_row(Subject subject)
    {
        var ml = new MLContext(1);
        SchemaDefinition shaped = SchemaDefinition.Create(typeof(Sheet));
        shaped[nameof(Sheet.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 3, 2);
        IDataView image = ml.Data.LoadFromEnumerable(Rows(60), shaped);
        IDataView flat = View(ml, Rows(60));

        // By default three axes are a picture, whose pixels have one scale.
        VaeOptions options = Quick with { Normalization = Normalization.Standardize };
        ITransformer fitted = subject.Create(ml, options).Fit(image);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, image.Schema, out _);
        ITransformer fittedFlat = subject.Create(ml, options).Fit(flat);

        Table.AssertNear(Table.Read(fittedFlat.Transform(flat)), Table.Read(fitted.Transform(image)));
        Table.AssertNear(Table.Read(fitted.Transform(image)), Table.Read(loaded.Transform(image)));
    }

    internal static IEnumerable<string> Describe(DataViewSchema schema) =>
        from column in schema
        where !column.IsHidden
        select $"{column.Name}: {column.Type} {{{string.Join(", ", column.Annotations.Schema.Select(a => a.Name).Order())}}}";

    internal static IEnumerable<string> Describe(SchemaShape shape) =>
        from column in shape
        let annotations = string.Join(", ", Describe(column.Annotations).Order())
        select $"{column.Name}: {column.Kind} {column.ItemType} {column.IsKey} {{{annotations}}}";

    private static IDataView Renamed(MLContext ml, Sheet[] rows, string name)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sheet));
        schema[nameof(Sheet.Features)].ColumnName = name;
        return ml.Data.LoadFromEnumerable(rows, schema);
    }
}
