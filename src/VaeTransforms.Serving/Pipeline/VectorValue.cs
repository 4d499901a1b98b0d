using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>Writes dense values into a vector of the caller.</summary>
internal static class VectorValue
{
    /// <summary>Copies the values into the memory of the vector, or into new memory if it is too small.</summary>
    public static void Set<T>(ReadOnlySpan<T> values, ref VBuffer<T> vector)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref vector, values.Length);
        values.CopyTo(editor.Values);
        vector = editor.Commit();
    }
}
