using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>Fills a caller's vector value with dense values.</summary>
internal static class VectorValue
{
    /// <summary>Copies the values once, into the memory that the vector already has where it suffices.</summary>
    public static void Set<T>(ReadOnlySpan<T> values, ref VBuffer<T> vector)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref vector, values.Length);
        values.CopyTo(editor.Values);
        vector = editor.Commit();
    }
}
