namespace VaeTransforms.Parquet;

/// <summary>A column of a file, which is not damaged, holds values that its column of the view cannot hold.</summary>
internal sealed class ColumnContentException(string message) : Exception(message);
