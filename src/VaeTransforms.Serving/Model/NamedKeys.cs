using System.Globalization;
using Microsoft.ML.Data;

namespace VaeTransforms.Model;

/// <summary>The values of keys, in the order of the keys.</summary>
/// <param name="ItemType">Text or a number.</param>
/// <param name="Texts">The values as invariant text, each once.</param>
internal sealed record NamedKeys(DataKind ItemType, string[] Texts)
{
    /// <summary>The numbers from 1: the values of clusters without names, and of keys without values.</summary>
    /// <param name="count">How many.</param>
    public static NamedKeys Numbered(int count) =>
        new(DataKind.Single, [.. Enumerable.Range(1, count).Select(number => OptionRule.Text(number))]);

    /// <summary>The values in their own type.</summary>
    public T[] As<T>() => [.. Texts.Select(text => (T)Convert.ChangeType(text, typeof(T), CultureInfo.InvariantCulture))];

    /// <summary>Whether two columns have the same keys in the same order.</summary>
    public bool AreThoseOf(NamedKeys other) => ItemType == other.ItemType && Texts.SequenceEqual(other.Texts);
}
