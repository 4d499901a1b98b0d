using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Analysis;

/// <summary>Turns mixed columns into one vector of features with ML.NET's transforms.</summary>
/// <remarks>
/// A missing number is replaced by the mean and has an indicator. Categories are one-hot, and "missing" is one of them.
/// </remarks>
internal sealed class TreeFeatures
{
    /// <summary>The name of the vector.</summary>
    public const string Name = "Features";

    // A column such as a name can have a category for each row. The rare ones share one slot.
    private const int MaxSlots = 100;

    private readonly MLContext _mlContext;
    private readonly (int Index, ColumnScale Scale)[] _numbers;
    private readonly (int Index, uint[] Keys)[] _categories;
    private readonly uint _keys;

    public TreeFeatures(MLContext mlContext, IReadOnlyList<MixedColumn> columns)
    {
        _mlContext = mlContext;
        _numbers = [.. columns.Index().Where(one => !one.Item.IsCategory).Select(one => (one.Index, new ColumnScale(one.Item)))];
        var categories = new List<(int Index, uint[] Keys)>();
        foreach ((int index, MixedColumn column) in columns.Index().Where(one => one.Item.IsCategory))
        {
            categories.Add((index, KeysFrom(_keys + 1, column)));
            _keys = categories[^1].Keys[^1];
        }

        _categories = [.. categories];
    }

    /// <summary>Rows of a table, without labels.</summary>
    /// <param name="values">[columns][rows of the table].</param>
    /// <param name="rows">The rows to take.</param>
    public IEnumerable<TreeRow> Rows(double[][] values, IEnumerable<int> rows) => rows.Select(row => new TreeRow
    {
        Numbers = Array.ConvertAll(_numbers, number => number.Scale.Of(values[number.Index][row])),
        Categories = Array.ConvertAll(_categories, category => Key(category.Keys, values[category.Index][row])),
    });

    /// <summary>The rows as a view.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">The number of classes that <see cref="TreeRow.Class"/> can have.</param>
    public IDataView View(IReadOnlyList<TreeRow> rows, int classes = 1)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(TreeRow));
        schema[nameof(TreeRow.Class)].ColumnType = new KeyDataViewType(typeof(uint), classes);
        SetOrRemove(nameof(TreeRow.Numbers), _numbers.Length, () => NumberDataViewType.Single);
        SetOrRemove(nameof(TreeRow.Categories), _categories.Length, () => new KeyDataViewType(typeof(uint), (int)_keys));
        return _mlContext.Data.LoadFromEnumerable(rows, schema);

        // A vector of fixed size cannot be empty.
        void SetOrRemove(string name, int size, Func<PrimitiveDataViewType> item)
        {
            if (size == 0)
            {
                schema.Remove(schema[name]);
            }
            else
            {
                schema[name].ColumnType = new VectorDataViewType(item(), size);
            }
        }
    }

    /// <summary>The transforms that make the features, followed by a trainer.</summary>
    public IEstimator<ITransformer> Pipeline(IEstimator<ITransformer> trainer)
    {
        var steps = new EstimatorChain<ITransformer>();
        List<string> parts = [];
        if (_numbers.Length > 0)
        {
            steps = steps
                .Append<ITransformer>(_mlContext.Transforms.IndicateMissingValues("Missing", nameof(TreeRow.Numbers)))
                .Append<ITransformer>(_mlContext.Transforms.ReplaceMissingValues("Filled", nameof(TreeRow.Numbers)))
                .Append<ITransformer>(_mlContext.Transforms.Conversion.ConvertType("Missing"));
            parts.AddRange("Filled", "Missing");
        }

        if (_categories.Length > 0)
        {
            // Keys of different columns differ, so that the counts over all columns are one-hot vectors side by side.
            steps = steps.Append<ITransformer>(_mlContext.Transforms.Conversion.MapKeyToVector(
                "OneHot", nameof(TreeRow.Categories), outputCountVector: true));
            parts.Add("OneHot");
        }

        return steps.Append<ITransformer>(_mlContext.Transforms.Concatenate(Name, [.. parts])).Append(trainer);
    }

    /// <summary>A key for each frequent category, then one for all others together, then one for missing values.</summary>
    private static uint[] KeysFrom(uint first, MixedColumn column)
    {
        int categories = column.Categories.Count;
        var counts = new int[categories];
        foreach (double code in column.Real.Concat(column.Synthetic).Where(double.IsFinite))
        {
            counts[(int)code]++;
        }

        var keys = new uint[categories + 1];
        foreach ((int place, int code) in Enumerable.Range(0, categories).OrderByDescending(code => counts[code]).Index())
        {
            keys[code] = first + (uint)Math.Min(place, MaxSlots - 1);
        }

        keys[categories] = first + (uint)Math.Min(categories, MaxSlots);
        return keys;
    }

    private static uint Key(uint[] keys, double code) => double.IsNaN(code) ? keys[^1] : keys[(int)code];
}
