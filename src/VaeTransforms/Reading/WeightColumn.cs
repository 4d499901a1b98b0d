using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>Reads the weight of each row.</summary>
/// <param name="column">Single or Double.</param>
/// <param name="view">What messages say after the number of a row.</param>
internal sealed class WeightColumn(DataViewSchema.Column column, string view = "") : ISideColumn
{
    private readonly SideValues<float> _weights = new();
    private long _row = -1;

    public DataViewSchema.Column Column => column;

    /// <summary>The weight of each row that is kept.</summary>
    public IReadOnlyList<float> Weights => _weights.All;

    /// <summary>The weight that was read last.</summary>
    public float Last => _weights.Last;

    /// <exception cref="ArgumentException">Thrown by the reader: a weight is not finite, or below 0.</exception>
    public Action Start(DataViewRow row) => Column.Type.RawType == typeof(float)
        ? Reader<float>(row, value => value)
        : Reader<double>(row, value => value);

    public void Store(int place) => _weights.Store(place);

    public void Select(int[] places) => _weights.Select(places);

    private Action Reader<T>(DataViewRow row, Func<T, double> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(Column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            _row++;
            Take(convert(value));
        };
    }

    private void Take(double weight)
    {
        if (!((float)weight is >= 0 and < float.PositiveInfinity))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"ExampleWeightColumnName needs finite weights of at least 0, but column '{Column.Name}' holds {weight} in row ")
                + FormattableString.Invariant($"{_row}{view} (rows count from 0). Correct it where it is computed, or ")
                + "drop such rows with mlContext.Data.FilterRowsByColumn.");
        }

        _weights.Last = (float)weight;
    }
}
