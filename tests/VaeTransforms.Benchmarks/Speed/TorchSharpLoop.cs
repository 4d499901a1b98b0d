using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>The peer in training: the same autoencoder with TorchSharp's modules, autograd and optim.Adam.</summary>
internal sealed class TorchSharpLoop : Module
{
    private const double LogTwoPi = 1.8378770664093453;

    private readonly Sequential _encoder;
    private readonly Linear _mean;
    private readonly Linear _logVariance;
    private readonly Sequential _decoder;
    private readonly Parameter? _decoderLogVariance;
    private readonly int _latent;

    private TorchSharpLoop(Sequential encoder, int hidden, int latent, Sequential decoder, Parameter? decoderLogVariance)
        : base(nameof(TorchSharpLoop))
    {
        _latent = latent;
        _encoder = encoder;
        _mean = Linear(hidden, latent);
        _logVariance = Linear(hidden, latent);
        _decoder = decoder;
        _decoderLogVariance = decoderLogVariance;
        RegisterComponents();
    }

    /// <summary>One dense layer on each side.</summary>
    public static TorchSharpLoop Dense(int width, int hidden, int latent, bool gaussian) => new(
        Sequential(Linear(width, hidden), SiLU()),
        hidden,
        latent,
        Sequential(Linear(latent, hidden), SiLU(), Linear(hidden, width)),
        gaussian ? new Parameter(zeros(width)) : null);

    /// <summary>The layers of <see cref="VaeNetwork.Convolutional"/> for pictures of 28 × 28 pixels.</summary>
    public static TorchSharpLoop Convolutional(int latent) => new(
        Sequential(
            Unflatten(1, [1, 28, 28]),
            Conv2d(1, 32, kernel_size: 3, stride: 2, padding: 1L),
            SiLU(),
            Conv2d(32, 64, kernel_size: 3, stride: 2, padding: 1L),
            SiLU(),
            Flatten(),
            Linear(3136, 256),
            SiLU()),
        256,
        latent,
        Sequential(
            Linear(latent, 256),
            SiLU(),
            Linear(256, 3136),
            SiLU(),
            Unflatten(1, [64, 7, 7]),
            ConvTranspose2d(64, 32, kernel_size: 4, stride: 2, padding: 1L),
            SiLU(),
            Conv2d(32, 4, kernel_size: 3, padding: 1L),
            PixelShuffle(2),
            Flatten()),
        decoderLogVariance: null);

    /// <summary>Trains with the library's schedules of the learning rate and of the weight of the KL divergence.</summary>
    /// <param name="rows">[n, D], normalized.</param>
    /// <param name="epochs">Passes over the rows.</param>
    /// <param name="batch">Rows per step.</param>
    /// <param name="rate">The learning rate and the weight of a step.</param>
    public void Train(Tensor rows, int epochs, int batch, Func<long, (double LearningRate, double KlWeight)> rate)
    {
        using optim.Optimizer adam = optim.Adam(parameters());
        long step = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            using Tensor order = randperm(rows.shape[0]);
            for (long start = 0; start < rows.shape[0]; start += batch)
            {
                using DisposeScope scope = NewDisposeScope();
                (double learningRate, double klWeight) = rate(step++);
                adam.ParamGroups.First().LearningRate = learningRate;
                Tensor x = rows.index_select(0, order.narrow(0, start, Math.Min(batch, rows.shape[0] - start)));
                (Tensor error, Tensor kl) = ElboParts(x);
                Tensor loss = (error + (kl * klWeight)) / x.shape[0];
                adam.zero_grad();
                loss.backward();
                adam.step();
            }
        }
    }

    /// <summary>The evidence lower bound of other rows in nats per row, a mean over samples of z.</summary>
    /// <param name="rows">[n, D], normalized.</param>
    /// <param name="samples">Samples of z per row.</param>
    public double Elbo(Tensor rows, int samples)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGradients = no_grad();
        double sum = 0;
        for (int i = 0; i < samples; i++)
        {
            (Tensor error, Tensor kl) = ElboParts(rows);
            sum -= error.item<float>() + kl.item<float>();
        }

        return sum / samples / rows.shape[0];
    }

    private (Tensor Error, Tensor Kl) ElboParts(Tensor x)
    {
        Tensor hidden = _encoder.forward(x);
        Tensor mean = _mean.forward(hidden);
        Tensor logVariance = _logVariance.forward(hidden);
        Tensor z = mean + ((logVariance * 0.5).exp() * randn(x.shape[0], _latent));
        Tensor decoded = _decoder.forward(z);
        Tensor error = _decoderLogVariance is null
            ? functional.binary_cross_entropy_with_logits(decoded, x, reduction: Reduction.Sum)
            : 0.5 * ((((x - decoded).square() * (-_decoderLogVariance).exp()) + _decoderLogVariance + LogTwoPi).sum());
        Tensor kl = 0.5 * (logVariance.exp() + mean.square() - 1 - logVariance).sum();
        return (error, kl);
    }
}
