using System.Data;
using DuckDB.NET.Data;

namespace VaeTransforms.Tests.Parquet;

/// <summary>Parquet files as DuckDB writes them.</summary>
internal static class DuckDb
{
    /// <summary>Writes a file of rows that are numbered i, from 0.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">SQL of the columns, which may use i.</param>
    /// <param name="rows">How many.</param>
    /// <param name="version">Of the format: V1 or V2.</param>
    public static void Write(string file, string columns, int rows, string version = "V1")
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using IDbCommand command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT {columns} FROM range({rows}) t(i)) TO '{file}' "
            + $"(FORMAT parquet, PARQUET_VERSION {version})";
        command.ExecuteNonQuery();
    }
}
