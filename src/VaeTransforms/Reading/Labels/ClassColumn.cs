using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>Reads the labels of rows, most of which may be missing.</summary>
internal sealed class ClassColumn : ISideColumn
{
    private const int MaxKeys = 1 << 16;

    private readonly SideValues<int> _values = new();

    public ClassColumn(DataViewSchema.Column column) => Column = column;

    public DataViewSchema.Column Column { get; }

    /// <summary>The label that was read last: the number of its key, from 1; 0 for none.</summary>
    public int Last => _values.Last;

    /// <summary>The column that options name; null if they name none.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it is not a key.</exception>
    public static ClassColumn? Find(DataViewSchema schema, VaeOptions options) => options.LabelColumnName is { } name
        ? new ClassColumn(SideColumns.Find(schema, name, SideColumns.Label))
        : null;

    /// <summary>The options with as many components of the mixture as there are keys.</summary>
    /// <param name="options">As they were set.</param>
    /// <param name="schema">Of the training data.</param>
    /// <param name="initial">The model that training starts from; null for none.</param>
    /// <exception cref="ArgumentException">
    /// There is no such column, it is not a key or its values cannot name clusters, or the prior or the model has other clusters.
    /// </exception>
    public static VaeOptions Resolve(VaeOptions options, DataViewSchema schema, TrainedVae? initial)
    {
        if (Find(schema, options) is not { } label)
        {
            return options;
        }

        NamedKeys keys = label.Keys();
        int count = keys.Texts.Length;
        if (options.Prior is MixtureOfGaussiansPrior { Components: var components } && components != count)
        {
            throw new ArgumentException(
                $"The labels of a mixture name its components, so there must be as many components as keys, but Prior is "
                    + $"{options.Prior} and column '{label.Column.Name}', which LabelColumnName names, has "
                    + $"{OptionRule.Text(count)} keys. Use Prior.MixtureOfGaussians() without a number.");
        }

        if (initial is not null && initial.Labels?.AreThoseOf(keys) != true)
        {
            throw new ArgumentException(
                $"A fit with LabelColumnName needs an initial model that was fitted with the same keys, which are "
                    + $"{NameList.Quoted(keys.Texts)} in column '{label.Column.Name}', but the clusters of the model have "
                    + (initial.Labels is { } own ? $"the names {NameList.Quoted(own.Texts)}" : "no names")
                    + ". Fit without an initial model, or set LabelColumnName to null.");
        }

        return options with { Prior = Prior.MixtureOfGaussians(count) };
    }

    /// <summary>The label of each row that is kept.</summary>
    /// <param name="weight">As <see cref="VaeOptions.LabelWeight"/> takes it.</param>
    public RowLabels Labels(double weight) =>
        new(Column.Name, _values.All, Keys(), weight);

    public Action Start(DataViewRow row)
    {
        CellReader reader = CellReader.Keys(row, Column, (raw, cells) => cells[0] = raw);
        var value = new double[1];
        return () =>
        {
            reader.Read(value);
            _values.Last = (int)value[0];
        };
    }

    public void Store(int place) => _values.Store(place);

    public void Select(int[] places) => _values.Select(places);

    /// <summary>The values of the keys; their numbers where they have none.</summary>
    private NamedKeys Keys()
    {
        ulong count = ((KeyDataViewType)Column.Type).Count;
        if (count is < 2 or > MaxKeys)
        {
            throw Unsuitable($"2 to {OptionRule.Text(MaxKeys)} keys", count.ToString(CultureInfo.InvariantCulture));
        }

        DataViewType? item = ColumnKeys.ItemType(Column);
        NamedKeys keys = item is null
            ? NamedKeys.Numbered((int)count)
            : ColumnKeys.Of(Column) ?? throw Unsuitable("keys of text or numbers", $"keys of {item}");
        return keys.Texts.Length == (int)count && keys.Texts.Distinct().Count() == (int)count && !keys.Texts.Contains("")
            ? keys
            : throw Unsuitable("a different value for each key", NameList.Quoted(keys.Texts));
    }

    private ArgumentException Unsuitable(string needs, string has) => new(
        $"LabelColumnName needs a column with {needs}, but column '{Column.Name}' has {has}. Make the labels with "
            + "mlContext.Transforms.Conversion.MapValueToKey, or set LabelColumnName to null.");
}
