namespace VaeTransforms.Training;

/// <summary>What an objective computes from one batch.</summary>
/// <param name="Loss">A number, nats per row; lower is better.</param>
/// <param name="Parts">Numbers that tell the course of training, by the names that reports show.</param>
internal sealed record ObjectiveValue<T>(T Loss, params IReadOnlyList<(string Name, T Value)> Parts);
