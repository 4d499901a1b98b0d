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
}
