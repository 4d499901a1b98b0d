using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Onnx;
using VaeTransforms.Parquet;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Orleans;

/// <summary>
/// Scores Parquet files without row cursors: columns of row groups become batches of ONNX Runtime, and its outputs columns. The
/// file is the one that <c>SaveAsParquet</c> writes of the view that the pipeline makes.
/// </summary>
internal sealed class DirectScoring
{
    private readonly ParquetView _input;
    private readonly BlockBinding _binding;
    private readonly DataViewSchema.Column[] _columns;
    private readonly DataViewSchema.Column[] _own;
    private readonly bool[] _active;

    private DirectScoring(ParquetView input, BlockBinding binding, DataViewSchema.Column[] columns)
    {
        (_input, _binding, _columns) = (input, binding, columns);
        _own = Array.ConvertAll(columns, column => binding.Model.OutputSchema[column.Name]);
        _active = binding.Model.Active(_own);
    }

    /// <summary>Plans it.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="pipeline">What scores them.</param>
    /// <param name="output">
    /// The schema of the view that the pipeline makes of the rows, or of a selection of its columns.
    /// </param>
    /// <param name="scoring">The plan.</param>
    /// <param name="why">If there is none: why rows have to be read one by one.</param>
    /// <exception cref="ArgumentException">The columns do not fit the model.</exception>
    public static bool TryPlan(
        ParquetView input,
        ITransformer pipeline,
        DataViewSchema output,
        [NotNullWhen(true)] out DirectScoring? scoring,
        [NotNullWhen(false)] out string? why)
    {
        scoring = null;
        if (!BlockBinding.TryBind(pipeline, input.Schema, out BlockBinding? binding, out why))
        {
            return false;
        }

        DataViewSchema.Column[] written = [.. output.Where(column => !column.IsHidden)];
        if (written.Any(column => input.Schema.GetColumnOrNull(column.Name)?.Type is VectorDataViewType))
        {
            why = "a column of vectors is written as it was read";
            return false;
        }

        var planned = new DirectScoring(input, binding, written);
        if (binding.Model.Outputs(planned._active) == VaeOutputs.None)
        {
            why = "no column of the model is written";
            return false;
        }

        scoring = planned;
        return true;
    }

    /// <summary>Scores all rows.</summary>
    /// <param name="path">The file to write. It is replaced if it exists.</param>
    public void Write(string path)
    {
        ColumnOutput[] outputs = Array.ConvertAll(_columns, ColumnOutput.Of);
        FileGroups files = _input.Files;
        using var groups = new GroupSequence(
            files, _binding.Needed(_active), [.. Enumerable.Range(0, files.Groups.Count)]);
        var all = _own.Zip(outputs, (column, output) => (Column: column, Output: output)).ToArray();
        var passed = all.Where(pair => _binding.Model.Passed(pair.Column) is not null)
            .Select(pair => (Slots: _binding.SlotsOf(pair.Column), pair.Output)).ToArray();
        (DataViewSchema.Column Column, ColumnOutput Output)[] added =
            [.. all.Where(pair => _binding.Model.Passed(pair.Column) is null)];
        using var scorer = new BlockScorer(_binding, _active, Next, (block, start, rows) =>
        {
            foreach ((IReadOnlyList<int> slots, ColumnOutput output) in passed)
            {
                output.Take([.. slots.Select(slot => block.Columns[slot]!)], start, rows);
            }
        });
        new ParquetOutput(outputs).Write(path, ParquetOutput.RowsPerGroup, () =>
        {
            int rows = scorer.Next();
            foreach ((DataViewSchema.Column column, ColumnOutput output) in rows > 0 ? added : [])
            {
                output.Take(scorer.Read(column), 0, rows);
            }

            return rows;
        });

        Block? Next() => groups.Next() is { } group ? new Block(group.Columns, group.Rows) : null;
    }
}
