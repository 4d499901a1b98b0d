namespace VaeTransforms.Datasets;

/// <summary>The kinds of shape that <see cref="Shapes"/> draws.</summary>
public enum Shape
{
    /// <summary>An equilateral triangle.</summary>
    Triangle,

    /// <summary>A circle.</summary>
    Circle,

    /// <summary>A square.</summary>
    Square,
}
