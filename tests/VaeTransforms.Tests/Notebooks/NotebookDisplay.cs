using VaeTransforms.Plots;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>What cells call to show a picture, as the kernel of Polyglot Notebooks has it. Public, since scripts call it.</summary>
public static class NotebookDisplay
{
    /// <summary>Takes the pictures of the cell that runs.</summary>
    internal static Action<Picture> Show { get; set; } = _ => throw new InvalidOperationException("No notebook is running.");

    // The kernel's own name.
    public static void display(Picture picture) => Show(picture);
}
