namespace VaeTransforms;

/// <summary>The change of one input slot when one latent dimension moves.</summary>
/// <param name="Slot">The index of the slot, from 0.</param>
/// <param name="Name">The name of the slot; null if the input has no slot names.</param>
/// <param name="Response">The mean absolute change of the decoding, in the units of the slot.</param>
/// <param name="Relative">The same in the normalized units of the model's input, which are comparable between slots.</param>
public sealed record SlotResponse(int Slot, string? Name, double Response, double Relative);
