using VaeTransforms.Parquet;

namespace Microsoft.ML;

/// <summary>Parquet files as data views, and data views as Parquet files.</summary>
public static class ParquetCatalog
{
    /// <summary>
    /// Loads Parquet files as a data view. Rows are read when they are needed, a row group at a time and only the columns that
    /// are used, so the files may be larger than memory.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Data</c>.</param>
    /// <param name="path">
    /// A file, or files of the same columns: a pattern such as <c>rows/*.parquet</c>, or a folder for all <c>*.parquet</c>
    /// beneath it. Files are read in the order of their names.
    /// </param>
    /// <param name="columnNames">The columns to load. Default: null, all of them.</param>
    /// <param name="partition">The part of the rows to load. Default: null, all rows.</param>
    /// <returns>
    /// A view that can be shuffled: row groups in a random order, and the rows within each. A number, a Boolean, a text and
    /// a DateTime keep their types; a decimal is a Double, a date a DateTime, and a time of day a TimeSpan. A column of integers
    /// or Booleans that has nulls is one of Singles, or of Doubles from 32 bits on, with NaN for null, because ML.NET's integers
    /// cannot be missing. A null text is an empty one. Lists of numbers of one length are vectors of Singles, or of Doubles for
    /// numbers of 32 bits and more that are no Singles. A member of a structure is a column, with a dot in its name.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">
    /// A column does not exist or has a type that a column of ML.NET cannot have, a time has nulls, lists have different lengths,
    /// or files have other columns.
    /// </exception>
    /// <exception cref="InvalidDataException">A file is not a Parquet file, or is damaged.</exception>
    public static IDataView LoadParquet(
        this DataOperationsCatalog catalog,
        string path,
        IReadOnlyList<string>? columnNames = null,
        ParquetPartition? partition = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ParquetView.Open(path, columnNames, partition);
    }

    /// <summary>
    /// Saves a data view as a Parquet file. It is written beside and renamed, so that a file of that name is always whole.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Data</c>.</param>
    /// <param name="data">
    /// Numbers, Booleans, texts, dates and keys; a vector of Singles or Doubles of fixed size becomes a column for each slot,
    /// with the name of the column, a dot and the name or number of the slot. NaN and empty texts are nulls. Hidden columns are
    /// left out.
    /// </param>
    /// <param name="path">The file. It is replaced if it exists.</param>
    /// <param name="rowsPerGroup">
    /// Rows in a row group, from 1: what a reader of the file keeps in memory. Default: 65,536.
    /// </param>
    /// <exception cref="ArgumentException">A column has a type that a Parquet file cannot have.</exception>
    public static void SaveAsParquet(
        this DataOperationsCatalog catalog, IDataView data, string path, int rowsPerGroup = ParquetOutput.RowsPerGroup)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerGroup, 1);
        ParquetOutput.Write(data, path, rowsPerGroup);
    }
}
