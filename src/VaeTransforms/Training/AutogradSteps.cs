using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Steps for any network: the objective is computed forwards, and libtorch differentiates it.</summary>
internal sealed class AutogradSteps(VaeNetwork network, double clipNorm) : ITrainingSteps
{
    private readonly AdamUpdate _adam = new(network.Parameters, network.Gradient);

    public TrainingPath Path => TrainingPath.Autograd;

    public StepOutcome[] Take(Tensor rows, Tensor noise, ReadOnlySpan<StepSchedule> schedule)
    {
        var outcomes = new StepOutcome[schedule.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            using var scope = NewDisposeScope();
            outcomes[i] = Step(rows[i].narrow(1, 0, rows.shape[2] - 1), noise[i], schedule[i]);
        }

        return outcomes;
    }

    public void Dispose() => _adam.Dispose();

    private StepOutcome Step(Tensor rows, Tensor noise, StepSchedule schedule)
    {
        using var gradients = enable_grad();
        long count = rows.shape[0];
        (Tensor reconstruction, Tensor kl) = network.SampledElboParts(rows, noise);
        Tensor loss = reconstruction.Plus(kl.Times(schedule.KlWeight)).Times(1.0 / count);
        network.Gradient.zero_();
        loss.backward();

        var parts = new ElboMetrics(reconstruction.item<float>() / count, kl.item<float>() / count);
        double norm = _adam.Step(schedule.LearningRate, clipNorm);
        network.BoundDecoderVariance();
        return new StepOutcome(parts, norm);
    }
}
