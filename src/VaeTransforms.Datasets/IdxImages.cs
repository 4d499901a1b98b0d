namespace VaeTransforms.Datasets;

/// <summary>Grey images of one size, as an IDX file holds them.</summary>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Pixels">[images][Height · Width], row by row, from 0 to 255.</param>
public sealed record IdxImages(int Height, int Width, byte[][] Pixels);
