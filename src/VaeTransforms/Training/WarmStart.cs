using VaeTransforms.Model;

namespace VaeTransforms.Training;

/// <summary>Checks options against the model that a fit starts from.</summary>
internal static class WarmStart
{
    /// <summary>An option at its default takes what the model has; any other must be the same as in the model.</summary>
    /// <exception cref="ArgumentException">An option contradicts the model.</exception>
    public static void Check(VaeOptions options, TrainedVae model)
    {
        VaeArchitecture own = model.Architecture;
        Layer activation = OptionsResolution.LayerOf(options.Activation);
        if (options.LatentDimension is { } latent && latent != own.LatentDimension)
        {
            throw Contradiction(nameof(VaeOptions.LatentDimension), $"{latent}", $"{own.LatentDimension}");
        }

        if (options.Network is { } network && Placed(network, own.Network.InputShape) != own.Network)
        {
            throw Contradiction(nameof(VaeOptions.Network), Text(network), Text(own.Network));
        }

        if (options.HiddenLayers is { } hidden && VaeNetwork.Dense(hidden, activation) != own.Network)
        {
            throw Contradiction(
                nameof(VaeOptions.HiddenLayers),
                $"{OptionRule.Text(hidden)} with Activation {options.Activation}",
                Text(own.Network));
        }

        if (options.Activation != default && !own.Network.Encoder.Concat(own.Network.Decoder).Contains(activation))
        {
            throw Contradiction(nameof(VaeOptions.Activation), $"{options.Activation}", Text(own.Network));
        }

        // By name: that of the model is fitted to its rows.
        if (options.Likelihood is not UnresolvedLikelihood && options.Likelihood.Name != own.Likelihood.Name)
        {
            throw Contradiction(nameof(VaeOptions.Likelihood), $"{options.Likelihood}", $"{own.Likelihood}");
        }

        if (options.ConditionColumnName is null != (own.Conditions == 0))
        {
            string? condition = own.Conditions == 0 ? null : model.Layout.Inputs[^1].Name;
            throw new ArgumentException(
                $"A fit that starts from a model keeps its condition, but ConditionColumnName is "
                    + $"{OptionRule.Text(options.ConditionColumnName)}, and that of the initial model is "
                    + $"{OptionRule.Text(condition)}. Set it to the same, or fit without an initial model.");
        }

        if (options.Prior is not StandardNormalPrior && options.Prior != own.Prior)
        {
            throw Contradiction(nameof(VaeOptions.Prior), $"{options.Prior}", $"{own.Prior}");
        }

        OptionsResolution.CheckPrior(options.ChosenObjective, own.Prior);
        if (options.MissingValues == MissingValues.Mask && !own.HasMask)
        {
            throw Contradiction(nameof(VaeOptions.MissingValues), $"{options.MissingValues}", "no mask");
        }

        if (options.Normalization != Normalization.Automatic && options.Normalization != model.Normalization)
        {
            throw Contradiction(nameof(VaeOptions.Normalization), $"{options.Normalization}", $"{model.Normalization}");
        }
    }

    /// <summary>A network whose layers follow from the shape of a row, for that of the model.</summary>
    private static VaeNetwork Placed(VaeNetwork network, TensorShape? row) =>
        network.Plan is { } plan && row is not null ? plan.For(row) : network;

    private static string Text(VaeNetwork network) =>
        $"encoder [{string.Join(", ", network.Encoder)}], decoder [{string.Join(", ", network.Decoder)}]";

    private static ArgumentException Contradiction(string option, string set, string own) => new(
        $"A fit that starts from a model keeps its network, likelihood, prior and normalization, but {option} is {set}, and "
            + $"the initial model has {own}. Leave {option} unset, or fit without an initial model.");
}
