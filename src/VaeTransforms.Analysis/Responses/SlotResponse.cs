namespace VaeTransforms;

/// <summary>How far one input slot moves when one latent dimension does.</summary>
/// <param name="Slot">From 0.</param>
/// <param name="Name">The slot's name, or null where the input has none.</param>
/// <param name="Response">Mean absolute change of the decoding, in the slot's own units.</param>
/// <param name="Relative">The same in units of the model's normalised input, in which slots of different units compare.</param>
public sealed record SlotResponse(int Slot, string? Name, double Response, double Relative);
