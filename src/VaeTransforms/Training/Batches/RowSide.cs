namespace VaeTransforms.Training;

/// <summary>What is known of a row besides its values.</summary>
/// <param name="Weight">What its loss is multiplied by, before weights are divided by their mean; 1 without weights.</param>
/// <param name="Label">The number of its key, from 1; 0 for none.</param>
internal readonly record struct RowSide(float Weight, int Label);
