using System.Globalization;
using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>
/// The objective or its gradient stopped being a finite number. Change the training options; the code is not at fault.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened and what to do.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TrainingDivergedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal TrainingDivergedException(TrainingPlan plan, int epoch, long step, double elbo)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"Training diverged in epoch {epoch}, step {step}: the ELBO was {elbo} nats per row, or its gradient was not "
                + $"finite. Lower LearningRate (it was {plan.LearningRate}), keep Normalization on, or look for features with "
                + $"extreme values."))
    {
        Epoch = epoch;
        Step = step;
        Elbo = elbo;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The optimization step since the beginning, from 1.</summary>
    public long Step { get; }

    /// <summary>The unweighted bound of that step's rows, in nats per row; may be NaN.</summary>
    public double Elbo { get; }
}
