using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>A column that is read in the same pass as the features.</summary>
internal interface ISideColumn
{
    DataViewSchema.Column Column { get; }

    /// <summary>Begins to read a view.</summary>
    /// <param name="row">The cursor, in which the column is active.</param>
    /// <returns>Reads the current row. Called once for each row, in order.</returns>
    Action Start(DataViewRow row);

    /// <summary>Keeps the value that was read last.</summary>
    /// <param name="place">Of its row among those that are kept; the next one, or one whose value it replaces.</param>
    void Store(int place);

    /// <summary>Keeps some of the rows.</summary>
    /// <param name="places">Which, upwards.</param>
    void Select(int[] places);
}
