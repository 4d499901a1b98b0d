using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace VaeTransforms.Series;

/// <summary>
/// Joins scalar columns into a vector whose slots have names of their own. ML.NET's concatenation stores such names, but its
/// public methods take the names of the columns.
/// </summary>
internal static class SlotNamedColumn
{
    /// <param name="environment">The environment of the component.</param>
    /// <param name="name">The vector.</param>
    /// <param name="slots">The columns, each with the name of its slot.</param>
    public static ITransformer Join(
        IHostEnvironment environment, string name, params IEnumerable<(string Column, string SlotName)> slots)
    {
        Type type = typeof(ColumnConcatenatingTransformer);
        Type optionsType = type.GetNestedType("ColumnOptions", BindingFlags.NonPublic)!;
        var options = Array.CreateInstance(optionsType, 1);
        options.SetValue(Activator.CreateInstance(optionsType, name, slots), 0);
        const BindingFlags Internal = BindingFlags.NonPublic | BindingFlags.Instance;
        return (ITransformer)Activator.CreateInstance(type, Internal, binder: null, [environment, options], culture: null)!;
    }
}
