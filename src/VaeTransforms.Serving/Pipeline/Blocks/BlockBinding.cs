using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>
/// A pipeline bound to columns in memory, where its model reads them as they are, alone or as a vector that
/// <c>Concatenate</c> makes of them.
/// </summary>
internal sealed class BlockBinding
{
    private readonly IReadOnlyList<(TableColumn Input, int Place)> _inputs;
    private readonly BlockSources _sources;

    private BlockBinding(VaeBinding binding, BlockSources sources, IReadOnlyList<(TableColumn Input, int Place)> inputs) =>
        (Model, _sources, _inputs) = (binding, sources, inputs);

    /// <summary>The model, bound to the columns in memory and to what <c>Concatenate</c> makes of them.</summary>
    public VaeBinding Model { get; }

    /// <summary>Binds a pipeline.</summary>
    /// <param name="pipeline">Any transformer.</param>
    /// <param name="schema">The schema of the columns in memory. None has annotations.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="why">If there is none: why rows have to be read one by one.</param>
    /// <exception cref="ArgumentException">The columns do not fit the model.</exception>
    public static bool TryBind(
        ITransformer pipeline,
        DataViewSchema schema,
        [NotNullWhen(true)] out BlockBinding? binding,
        [NotNullWhen(false)] out string? why)
    {
        binding = null;
        ITransformer[] steps = [.. Flat(pipeline)];
        if (steps.Length == 0 || MappingOf(steps[^1]) is not { } mapping)
        {
            why = "the last transformer of the pipeline is not a VAE";
            return false;
        }

        if (mapping.Model.Series is not null)
        {
            why = "the model reads a series";
            return false;
        }

        var sources = new BlockSources(schema);
        foreach (ITransformer step in steps[..^1])
        {
            if (step is not ColumnConcatenatingTransformer concatenation || !sources.TryAdd(concatenation))
            {
                why = $"{step.GetType().Name} before the VAE does more than make a vector of numbers";
                return false;
            }
        }

        VaeBinding model = mapping.Bind(sources.Schema);
        if (model.Inputs.Columns.Any(sources.IsVectorInMemory))
        {
            why = "the model reads a column of vectors";
            return false;
        }

        if (sources.InputsOf(model) is not { } inputs)
        {
            why = "the model reads keys, or finds slots by their names";
            return false;
        }

        (binding, why) = (new BlockBinding(model, sources, inputs), null);
        return true;
    }

    /// <summary>The places of the columns in memory that a passed column is made of, one for each slot.</summary>
    public IReadOnlyList<int> SlotsOf(DataViewSchema.Column passed) => _sources.SlotsOf(passed);

    /// <summary>Whether each column in memory is needed.</summary>
    /// <param name="active">Whether each column of the output schema is.</param>
    public bool[] Needed(bool[] active)
    {
        HashSet<int> needed =
        [
            .. Model.InputSchema.Where(column => active[column.Index]).SelectMany(SlotsOf),
            .. Model.Outputs(active) == VaeOutputs.None ? [] : _inputs.Select(input => input.Place),
        ];
        return [.. Enumerable.Range(0, _sources.Count).Select(needed.Contains)];
    }

    /// <summary>Creates a reader of the model's input.</summary>
    public BlockReader CreateReader() => new(_inputs, Model.InputSchema);

    private static IEnumerable<ITransformer> Flat(ITransformer pipeline) =>
        pipeline is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [pipeline];

    private static VaeMapping? MappingOf(ITransformer step) => step switch
    {
        ModelTransformer model => model.Mapping,
        FittedVae fitted => fitted.Inner as VaeMapping,
        _ => null,
    };
}
