using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>A pipeline with VAEs as one ONNX graph. ML.NET's converter writes the other transformers, one by one.</summary>
/// <remarks>
/// The converter takes a transformer that ONNX cannot express for the source of the data, and says nothing, or throws a message
/// that names nothing. Since it gets one transformer at a time, a column that this transformer adds and that the graph lacks is
/// the sign of that.
/// </remarks>
/// <param name="convert">ML.NET's converter: a transformer, the data that it reads, and where the model goes.</param>
internal sealed class PipelineConversion(Action<ITransformer, IDataView, Stream> convert)
{
    private readonly PipelineGraph _graph = new();
    private readonly Dictionary<string, (string Maker, Exception? Failure)> _lackedBy = [];
    private bool _hasVae;

    /// <summary>The graph. Its inputs are columns of the data, its outputs the columns that the pipeline adds.</summary>
    /// <param name="pipeline">Fitted or loaded.</param>
    /// <param name="data">The schema of the data that it reads.</param>
    /// <exception cref="ArgumentException">The pipeline contains no VAE.</exception>
    /// <exception cref="NotSupportedException">ONNX does not have a type or a transformer.</exception>
    public byte[] Convert(ITransformer pipeline, DataViewSchema data)
    {
        DataViewSchema schema = data;
        foreach ((ITransformer part, TrainedVae? model) in Parts(pipeline))
        {
            DataViewSchema next = part.GetOutputSchema(schema);
            Append(part, model, schema, Added(schema, next));
            schema = next;
        }

        if (!_hasVae)
        {
            throw new ArgumentException(
                "The pipeline contains no VAE. Convert it with mlContext.Model.ConvertToOnnx alone.", nameof(pipeline));
        }

        string[] columns = [.. Visible(schema).Select(column => column.Name)];
        if (columns.FirstOrDefault(_lackedBy.ContainsKey) is { } lacked)
        {
            throw Lacks("The graph has no", lacked, "drop the column at the end of the pipeline");
        }

        return _graph.Write(columns.Where(_graph.Makes));
    }

    private void Append(ITransformer part, TrainedVae? model, DataViewSchema schema, string[] added)
    {
        Exception? failure = null;
        IReadOnlySet<string> made;
        if (model is not null)
        {
            _hasVae = true;
            RequireAll(model.InputColumnNames, "The VAE");
            made = _graph.Append(GraphWriter.Columns(model, name => KeyCodes(schema, model, name)));
        }
        else if (TryConvert(part, schema, out ColumnGraph? converted, out failure))
        {
            RequireAll(converted.Read, Name(part));
            made = _graph.Append(converted);
        }
        else
        {
            made = new HashSet<string>();
        }

        foreach (string column in added)
        {
            if (made.Contains(column))
            {
                _lackedBy.Remove(column);
            }
            else
            {
                _graph.Forget(column);
                _lackedBy[column] = (Name(part), failure);
            }
        }
    }

    /// <summary>What ML.NET's converter makes of one transformer.</summary>
    private bool TryConvert(
        ITransformer part,
        DataViewSchema schema,
        [NotNullWhen(true)] out ColumnGraph? converted,
        [NotNullWhen(false)] out Exception? failure)
    {
        using var stream = new MemoryStream();
        try
        {
            convert(part, new MemoryView(0, [.. Visible(schema).Where(IsInOnnx).Select(column => new NoValues(column))]), stream);
        }
        catch (Exception e)
        {
            // It says little. Whoever needs a column of the transformer gets an error that says more.
            (converted, failure) = (null, e);
            return false;
        }

        (converted, failure) = (ColumnGraph.Parse(stream.ToArray()), null);
        return true;
    }

    private void RequireAll(IEnumerable<string> columns, string reader)
    {
        if (columns.FirstOrDefault(_lackedBy.ContainsKey) is { } lacked)
        {
            throw Lacks($"{reader} reads", lacked, "export the VAE alone with VaeModel.SaveOnnx");
        }
    }

    private NotSupportedException Lacks(string who, string column, string otherwise) => new(
        $"{who} column '{column}', which {_lackedBy[column].Maker} makes, but ML.NET's converter cannot express that transformer "
            + $"in ONNX. Use another transformer for it, or {otherwise}.",
        _lackedBy[column].Failure);

    private static string Name(ITransformer part) => part.GetType().Name.Split('`')[0];

    /// <summary>The transformers of a pipeline in order, with their models; a VAE is one of them, however it was made.</summary>
    private static IEnumerable<(ITransformer Part, TrainedVae? Model)> Parts(ITransformer transformer) => transformer switch
    {
        VaeSeriesTransformer => throw new NotSupportedException(
            "A detector of series reads the points before each point, which a graph of rows cannot. Export its model of windows "
                + "with VaeModel.SaveOnnx."),
        FittedVae vae => Parts(vae.Inner),
        VaeMapping mapping => [(mapping, mapping.Model)],
        ModelTransformer vae => [(vae, vae.Mapping.Model)],
        _ when StockChain.ModelOf(transformer) is { } model => [(transformer, model)],
        IEnumerable<ITransformer> chain => chain.SelectMany(Parts),
        _ => [(transformer, null)],
    };

    /// <summary>The visible columns that a transformer adds. One that it replaces is still there, but hidden.</summary>
    private static string[] Added(DataViewSchema before, DataViewSchema after)
    {
        Dictionary<string, int> counts = before.CountBy(column => column.Name).ToDictionary();
        return
        [
            .. from column in after.CountBy(column => column.Name)
               where column.Value > counts.GetValueOrDefault(column.Key)
               select column.Key,
        ];
    }

    private static double[] KeyCodes(DataViewSchema schema, TrainedVae model, string name)
    {
        var codes = new TextCodes(model.Table!.Inputs.First(input => input.Name == name).Categories!);
        return KeyTexts.Codes(KeyTexts.Of(schema[name]), codes.FindOrUnseen);
    }

    private static IEnumerable<DataViewSchema.Column> Visible(DataViewSchema schema) => schema.Where(column => !column.IsHidden);

    // The types that ML.NET's converter takes for inputs.
    private static bool IsInOnnx(DataViewSchema.Column column)
    {
        DataViewType type = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        return type is TextDataViewType or KeyDataViewType or BooleanDataViewType or NumberDataViewType;
    }

    private sealed class NoValues(DataViewSchema.Column column) : MemoryColumn(column.Name, column.Type, column.Annotations)
    {
        public override Delegate CreateGetter(Func<int> currentRow) =>
            throw new InvalidOperationException($"Column '{Name}' has a type, but no rows.");
    }
}
