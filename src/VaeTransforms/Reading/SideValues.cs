namespace VaeTransforms.Reading;

/// <summary>The values of a side column in the rows that are kept.</summary>
internal sealed class SideValues<T>
{
    private List<T> _values = [];

    /// <summary>By the places of the rows.</summary>
    public IReadOnlyList<T> All => _values;

    /// <summary>The value that was read last.</summary>
    public T Last { get; set; } = default!;

    /// <summary>As <see cref="ISideColumn.Store"/>.</summary>
    public void Store(int place)
    {
        if (place == _values.Count)
        {
            _values.Add(Last);
        }
        else
        {
            _values[place] = Last;
        }
    }

    /// <summary>As <see cref="ISideColumn.Select"/>.</summary>
    public void Select(int[] places) => _values = [.. places.Select(place => _values[place])];
}
