using VaeTransforms.Model;

namespace VaeTransforms.Formulas;

/// <summary>What a score can use: rows, what the network computes from them, and what the score has learned.</summary>
/// <remarks>Values are computed only if a formula uses them.</remarks>
internal interface IScoreInputs<T>
{
    /// <summary>The trained network.</summary>
    TrainedVae Model { get; }

    /// <summary>What the score has learned. <see cref="Learned"/> gives it to formulas.</summary>
    LearnedArrays Arrays { get; }

    /// <summary>The row in the input's own units, [rows, D].</summary>
    T Features { get; }

    /// <summary>The mean of q(z | x), [rows, K].</summary>
    T Mean { get; }

    /// <summary>The log-variance of q(z | x), [rows, K].</summary>
    T LogVariance { get; }

    /// <summary>The mean of p(x | z = mean) in the input's own units, [rows, D].</summary>
    T Reconstruction { get; }

    /// <summary>KL(q(z | x) || p(z)), nats, [rows, 1].</summary>
    T KlDivergence { get; }

    /// <summary>-ln p(x | z = mean), nats summed over features, [rows, 1].</summary>
    T ReconstructionError { get; }

    /// <summary>
    /// The part of each slot of <see cref="ReconstructionError"/>, nats, [rows, D]; 0 where a value is missing.
    /// </summary>
    T SlotErrors { get; }

    /// <summary><see cref="KlDivergence"/> + <see cref="ReconstructionError"/>, [rows, 1].</summary>
    T NegativeElbo { get; }

    /// <summary>ln p(z) of the prior.</summary>
    /// <param name="z">Latent vectors, [n, K].</param>
    /// <returns>Nats, [n, 1].</returns>
    T PriorLogDensity(T z);

    /// <summary>-ln p(x | z) of several latent vectors per row.</summary>
    /// <param name="z">The latent vectors of a row one after the other, [rows, draws · K].</param>
    /// <returns>Nats summed over features, [rows, draws].</returns>
    T ReconstructionErrors(T z);

    /// <summary>
    /// In a detector, values clamped to a range whose squares are finite in single precision, so that the most extreme rows have
    /// a finite score.
    /// </summary>
    /// <param name="scaled">[rows, width], in units of what a feature usually differs by.</param>
    T Bounded(T scaled);

    /// <summary>An array that the score has learned, under its name in <see cref="AnomalyScore.Arrays"/>.</summary>
    /// <param name="name">The name.</param>
    T Learned(string name);
}
