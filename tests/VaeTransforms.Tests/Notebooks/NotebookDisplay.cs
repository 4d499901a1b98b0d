using VaeTransforms.Plots;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>The method that cells call to show a picture, as in Polyglot Notebooks. Public, because scripts call it.</summary>
public static class NotebookDisplay
{
    /// <summary>Receives the pictures of the running cell.</summary>
    internal static Action<Picture> Show { get; set; } = _ => throw new InvalidOperationException("No notebook is running.");

    // The kernel of Polyglot Notebooks uses this name.
    public static void display(Picture picture) => Show(picture);
}
