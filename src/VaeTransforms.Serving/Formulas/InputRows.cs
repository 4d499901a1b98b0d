namespace VaeTransforms.Formulas;

/// <summary>Rows as the network takes them.</summary>
/// <param name="Values">Normalized, [rows, D]; 0 where a value is missing.</param>
/// <param name="Mask">[rows, D]: 1 where there is a value, 0 where it is missing; null for a network without a mask.</param>
internal readonly record struct InputRows<T>(T Values, T? Mask = default);
