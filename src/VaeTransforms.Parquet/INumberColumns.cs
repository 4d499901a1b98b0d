using Microsoft.ML.Data;

namespace VaeTransforms.Parquet;

/// <summary>Makes columns of the numbers of a file.</summary>
internal interface INumberColumns
{
    /// <summary>Of numbers that a Single holds exactly.</summary>
    /// <typeparam name="TFile">Their type in the file.</typeparam>
    /// <param name="own">The type of ML.NET that is theirs.</param>
    /// <param name="number">Each as a Single.</param>
    FileColumn Singles<TFile>(PrimitiveDataViewType own, Func<TFile, float> number)
        where TFile : struct;

    /// <summary>Of other numbers.</summary>
    /// <typeparam name="TFile">Their type in the file.</typeparam>
    /// <param name="own">The type of ML.NET that is theirs.</param>
    /// <param name="number">Each as a Double.</param>
    FileColumn Doubles<TFile>(PrimitiveDataViewType own, Func<TFile, double> number)
        where TFile : struct;
}

/// <summary>One number in each row: of its own type, or, where some are null, of one that has NaN.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="hasNulls">Whether there are nulls, or may be.</param>
internal sealed class ScalarNumbers(string name, bool hasNulls) : INumberColumns
{
    public FileColumn Singles<TFile>(PrimitiveDataViewType own, Func<TFile, float> number)
        where TFile : struct => hasNulls || own == NumberDataViewType.Single
            ? new ValueColumn<TFile, float>(name, NumberDataViewType.Single, number, () => float.NaN)
            : new ValueColumn<TFile, TFile>(name, own, value => value, () => default);

    public FileColumn Doubles<TFile>(PrimitiveDataViewType own, Func<TFile, double> number)
        where TFile : struct => hasNulls || own == NumberDataViewType.Double
            ? new ValueColumn<TFile, double>(name, NumberDataViewType.Double, number, () => double.NaN)
            : new ValueColumn<TFile, TFile>(name, own, value => value, () => default);
}

/// <summary>A list of numbers in each row: a vector of Singles or of Doubles.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="size">Finds the length of each list.</param>
internal sealed class ListNumbers(string name, Func<int> size) : INumberColumns
{
    public FileColumn Singles<TFile>(PrimitiveDataViewType own, Func<TFile, float> number)
        where TFile : struct =>
        new ListColumn<TFile, float>(name, NumberDataViewType.Single, size(), number, float.NaN);

    public FileColumn Doubles<TFile>(PrimitiveDataViewType own, Func<TFile, double> number)
        where TFile : struct =>
        new ListColumn<TFile, double>(name, NumberDataViewType.Double, size(), number, double.NaN);
}
