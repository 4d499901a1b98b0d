using Microsoft.ML;
using Xunit;

namespace VaeTransforms.Tests.Contract.Refusals;

/// <summary>
/// A bad option is refused when it is set. The message gives name, rule and value. Rules between options are checked when an
/// estimator is created.
/// </summary>
public sealed class BadOptionsTests
{
    private static readonly MLContext Context = new(1);

    public static TheoryData<string> Ranges => [.. OptionMistakes.OutOfRange.Select(mistake => mistake.Name)];

    public static TheoryData<string> Contradictions => [.. OptionMistakes.Contradictions.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Ranges))]
    public void A_value_out_of_range_is_refused_when_it_is_set(string name)
    {
        Mistake mistake = OptionMistakes.OutOfRange.Single(mistake => mistake.Name == name);

        mistake.AssertRefused();
        Assert.StartsWith(mistake.Parameter + " must ", mistake.Provoke().Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Options_that_contradict_each_other_are_refused_when_the_estimator_is_created(string name) =>
        OptionMistakes.Contradictions.Single(mistake => mistake.Name == name).AssertRefused();

    [Fact]
    public void A_missing_catalog_or_missing_options_are_named()
    {
        Assert.Throws<ArgumentNullException>("catalog", () => VaeCatalog.VaeEncode(null!, "Latent"));
        Assert.Throws<ArgumentNullException>("catalog", () => VaeCatalog.Vae(null!));
        Assert.Throws<ArgumentNullException>(
            "options", () => Context.Transforms.VaeEncode("Latent", "Features", (VaeOptions)null!));
    }

    [Fact]
    public void A_detector_holds_out_a_fifth_unless_its_options_set_another_share()
    {
        Assert.Equal(0.1, new VaeOptions().ValidationFraction);
        Assert.Equal(0.2, new VaeAnomalyOptions().Vae.ValidationFraction);
        Assert.Equal(0.2, new VaeAnomalyOptions { Vae = new() { Epochs = 3 } }.Vae.ValidationFraction);
        Assert.Equal(0.2, (new VaeAnomalyOptions() with { Vae = new VaeOptions() with { Seed = 1 } }).Vae.ValidationFraction);
        Assert.Equal(0.1, new VaeAnomalyOptions { Vae = new() { ValidationFraction = 0.1 } }.Vae.ValidationFraction);
        VaeOptions third = new() { ValidationFraction = 0.3 };
        Assert.Equal(0.3, new VaeAnomalyOptions { Vae = third with { Seed = 1 } }.Vae.ValidationFraction);
        Assert.Equal(new VaeAnomalyOptions(), new VaeAnomalyOptions { Vae = new() });
    }

    [Fact]
    public void A_list_that_changes_after_it_was_set_does_not_change_the_options()
    {
        List<int> layers = [8, 4];
        var options = new VaeOptions { HiddenLayers = layers };

        layers[0] = -1;

        Assert.Equal([8, 4], options.HiddenLayers);
    }
}
