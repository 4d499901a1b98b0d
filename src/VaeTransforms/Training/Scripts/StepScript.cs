using System.Globalization;
using System.Text;
using VaeTransforms.Formulas;

namespace VaeTransforms.Training;

/// <summary>
/// The TorchScript source of a function that takes many optimization steps on a network, its gradients written out.
/// </summary>
/// <remarks>
/// Layer l maps h_l, its input with a column of ones, by W[l], its weights with the biases as last row: one product gives
/// the layer's values, and one the gradients of weights and biases. Layers are counted from the encoder's first through
/// the heads (mean and log-variance side by side) to the decoder's last. The source contains no sizes.
/// </remarks>
internal static class StepScript
{
    /// <summary>The function's name.</summary>
    public const string Function = "train";

    private const double LogTwoPi = 1.8378770664093453;
    private const double MaxLogVariance = Posterior.MaxLogVariance;

    /// <summary>The source for a network.</summary>
    /// <returns>A module with one function; it ends in a newline, without which the compiler reads on.</returns>
    public static string For(DenseNetwork network)
    {
        var source = new StringBuilder();
        int heads = network.EncoderDepth;
        int last = heads + network.DecoderDepth + 1;
        bool studentT = network.Likelihood is StudentTLikelihood;
        bool gaussian = network.Likelihood is NormalLikelihood;
        bool isotropic = network.Likelihood is IsotropicGaussianLikelihood;

        // A variance for each of the D slots, or one for all.
        string variances = isotropic ? "1" : "D";

        // Adam's lists have to be arguments: the compiler drops an update of lists that it sees made inside. Everything with a
        // size is made once a call and written to in each step.
        Add(source, $"""
            def {Function}(X: Tensor, noise: Tensor, rate_tensor: Tensor, kl_tensor: Tensor, W: List[Tensor], G: List[Tensor],
                      decoder_lv: Tensor, d_decoder_lv: Tensor, parameters: List[Tensor], gradient: List[Tensor],
                      first: List[Tensor], second: List[Tensor], step: List[Tensor], clip_tensor: Tensor,
                      adam_tensor: Tensor, decayed: Tensor, degrees_tensor: Tensor, normalizer_tensor: Tensor) -> Tensor:
                rates: List[float] = rate_tensor.tolist()
                kl_weights: List[float] = kl_tensor.tolist()
                clip = float(clip_tensor)
                adam: List[float] = adam_tensor.tolist()
                degrees = float(degrees_tensor)
                normalizer = float(normalizer_tensor)
                steps = X.size(0)
                n = X.size(1)
                D = X.size(2) - 1
                K = noise.size(2)
                unused: List[Tensor] = []
                posterior = torch.empty(steps, n, 2 * K)
                squared_norms = torch.zeros(steps)
                d_heads = torch.empty(n, 2 * K)
                d_mean = d_heads.narrow(1, 0, K)
                d_lv = d_heads.narrow(1, K, K)
            """);
        Add(source, gaussian ? (FormattableString)$"""
                squares = torch.empty(steps, {variances})
                decoder_lvs = torch.empty(steps, {variances})
                slots = D / {variances}
                half = torch.full([{variances}], 0.5 * slots)
                squared = torch.empty(n, D)
            """ : studentT ? (FormattableString)$"""
                logs = torch.empty(steps)
                decoder_lvs = torch.empty(steps, D)
                half = torch.full([D], 0.5)
                ratio = torch.empty(n, D)
                weight = torch.empty(n, D)
            """ : $"""
                errors = torch.empty(steps)
                softplus = torch.empty(n, D)
            """);
        for (int l = 1; l <= last; l++)
        {
            Add(source, $"""
                inputs_{l} = W[{l}].size(0) - 1
                h_{l} = torch.ones(n, inputs_{l} + 1)
                v_{l} = h_{l}.narrow(1, 0, inputs_{l})
                t_{l} = h_{l}.t()
                back_{l} = W[{l}].narrow(0, 0, inputs_{l}).t()
                e_{l} = torch.empty(n, inputs_{l})
            """);
        }

        foreach (int l in Enumerable.Range(0, last + 1).Where(l => l != heads))
        {
            Add(source, $"    a_{l} = torch.empty(n, W[{l}].size(1))");
        }

        Add(source, $"""
                for i in range(steps):
                    h_0 = X[i]
                    t_0 = h_0.t()
                    x = h_0.narrow(1, 0, D)
            """);
        Forward(0, heads);

        // z = mean + exp(log-variance / 2) · noise
        Add(source, $"""
                    heads = torch.mm(h_{heads}, W[{heads}], out=posterior[i])
                    mean = heads.narrow(1, 0, K)
                    unbounded = heads.narrow(1, K, K)
                    lv = torch.clamp(unbounded, {-MaxLogVariance}, {MaxLogVariance})
                    shift = torch.mul(lv, 0.5).exp_().mul_(noise[i])
                    torch.add(mean, shift, out=v_{heads + 1})
            """);
        Forward(heads + 1, last);

        // The loss is the mean over the rows: from here on e is its gradient by what the last formula gave.
        Add(source, gaussian ? (FormattableString)$"""
                    difference = torch.mm(h_{last}, W[{last}], out=a_{last}).sub_(x)
                    precision = torch.neg(decoder_lv).exp_()
                    decoder_lvs[i].copy_(decoder_lv)
                    square = torch.mul({(isotropic
                        ? "torch.dot(difference.view(-1), difference.view(-1))"
                        : "torch.mul(difference, difference, out=squared).sum(0)")}, precision, out=squares[i])
                    torch.sub(half, square, alpha=0.5 / n, out=d_decoder_lv)
                    e = difference.mul_(precision.mul_(1.0 / n))
            """ : studentT ? (FormattableString)$"""
                    difference = torch.mm(h_{last}, W[{last}], out=a_{last}).sub_(x)
                    precision = torch.neg(decoder_lv).exp_().mul_(1.0 / (degrees - 2.0))
                    decoder_lvs[i].copy_(decoder_lv)
                    torch.mul(difference, difference, out=ratio).mul_(precision)
                    logs[i] = torch.log1p(ratio, out=weight).sum()
                    torch.add(ratio, 1.0, out=weight).reciprocal_()
                    torch.sub(half, ratio.mul_(weight).sum(0), alpha=0.5 * (degrees + 1.0) / n, out=d_decoder_lv)
                    e = difference.mul_(weight).mul_(precision.mul_((degrees + 1.0) / n))
            """ : $"""
                    logits = torch.mm(h_{last}, W[{last}], out=a_{last})
                    errors[i] = torch.softplus(logits, out=softplus).addcmul_(x, logits, value=-1.0).sum()
                    e = logits.sigmoid_().sub_(x).mul_(1.0 / n)
            """);
        Backward(last, heads + 1);

        // By the mean: dz + β · mean / n. By the log-variance, within its bounds: (dz · shift + β · (exp(log-variance) - 1) / n)
        // / 2.
        Add(source, $"""
                    torch.mm(e, back_{heads + 1}, out=e_{heads + 1})
                    kl_weight = kl_weights[i] / n
                    torch.add(e_{heads + 1}, mean, alpha=kl_weight, out=d_mean)
                    d_bounded = torch.expm1(lv).mul_(0.5 * kl_weight).addcmul_(e_{heads + 1}, shift, value=0.5)
                    torch.hardtanh_backward(d_bounded, unbounded, {-MaxLogVariance}, {MaxLogVariance}, grad_input=d_lv)
                    e = d_heads
            """);
        Backward(heads, 0);

        // The product with itself is quicker than a norm, and the gradient is read again only when it has to be clipped. Where
        // nothing clips, the last norm is enough: an earlier gradient that is not finite shows in the losses after it.
        Add(source, $"""
                    if clip <= {double.MaxValue} or i == steps - 1:
                        torch.dot(gradient[0], gradient[0], out=squared_norms[i])
                    if float(squared_norms[i]) > clip * clip:
                        gradient[0].mul_(clip / squared_norms[i].sqrt())
            {OptimizerState.Update}
            """);
        if (gaussian || studentT)
        {
            Add(source, $"        decoder_lv.clamp_({LearnedVariance.Min}, {LearnedVariance.Max})");
        }

        Add(source, $"""
                means = posterior.narrow(2, 0, K)
                lvs = posterior.narrow(2, K, K).clamp({-MaxLogVariance}, {MaxLogVariance})
                kls = (torch.expm1(lvs) + means.square() - lvs).sum([1, 2]) * 0.5
            """);
        if (gaussian)
        {
            Add(source, $"    errors = (squares.sum(1) + (decoder_lvs + {LogTwoPi}).sum(1) * (n * slots)) * 0.5");
        }

        if (studentT)
        {
            Add(source, $"    errors = logs * (0.5 * (degrees + 1.0)) + (decoder_lvs * 0.5 + normalizer).sum(1) * n");
        }

        Add(source, $"    return torch.stack([errors / n, kls / n, squared_norms.sqrt()], 1)");
        return source.ToString();

        // The hidden layers from one to before another.
        void Forward(int from, int to)
        {
            for (int l = from; l < to; l++)
            {
                Add(source, $"        torch.mm(h_{l}, W[{l}], out=a_{l})");
                Add(source, network.Activation switch
                {
                    ReluLayer => $"        torch.clamp_min(a_{l}, 0, out=v_{l + 1})",
                    TanhLayer => $"        torch.tanh(a_{l}, out=v_{l + 1})",
                    _ => $"        torch.silu(a_{l}, out=v_{l + 1})",
                });
            }
        }

        // From the gradient of a layer's values to those of its weights, and on to the layer before, down to the last one.
        void Backward(int from, int to)
        {
            for (int l = from; l >= to; l--)
            {
                Add(source, $"        torch.mm(t_{l}, e, out=G[{l}])");
                if (l > to)
                {
                    Add(source, $"        torch.mm(e, back_{l}, out=e_{l})");
                    Add(source, network.Activation switch
                    {
                        ReluLayer => $"        e = torch.threshold_backward(e_{l}, a_{l - 1}, 0, grad_input=e_{l})",
                        TanhLayer => $"        e = torch.tanh_backward(e_{l}, v_{l}, grad_input=e_{l})",
                        _ => $"        e = torch.silu_backward(e_{l}, a_{l - 1}, grad_input=e_{l})",
                    });
                }
            }
        }
    }

    private static void Add(StringBuilder source, FormattableString lines) =>
        source.Append(lines.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
