namespace VaeTransforms.Datasets;

/// <summary>Gray images of one size, read from an IDX file.</summary>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Pixels">[images][Height · Width], row by row, from 0 to 255.</param>
public sealed record IdxImages(int Height, int Width, byte[][] Pixels);
