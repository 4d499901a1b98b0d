using System.Globalization;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Training;

/// <summary>The TorchScript source of training steps.</summary>
public sealed class StepScriptTests
{
    [Fact]
    public void All_degrees_of_freedom_have_one_script_that_is_compiled_once() => Assert.Equal(
        StepScript.For(DenseNetwork.Match(TestModels.Architecture(likelihood: Likelihood.StudentT(3)))!),
        StepScript.For(DenseNetwork.Match(TestModels.Architecture(likelihood: Likelihood.StudentT(7.5)))!));

    [Fact]
    public void Networks_that_differ_in_sizes_and_numbers_have_one_derived_script() => Assert.Equal(
        FormulaScript.For(TestModels.Architecture(likelihood: Likelihood.StudentT(3))).Source,
        FormulaScript.For(TestModels.Architecture(9, 3, [7], likelihood: Likelihood.StudentT(7.5))).Source);

    [Fact]
    public void Scripts_are_the_same_in_a_culture_that_writes_numbers_with_a_comma()
    {
        string[] expected = Scripts();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, Scripts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string[] Scripts() =>
            [StepScript.For(DenseNetwork.Match(TestModels.Architecture())!), FormulaScript.For(TestModels.Architecture()).Source];
    }
}
