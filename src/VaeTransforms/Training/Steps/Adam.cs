namespace VaeTransforms.Training;

/// <summary>The constants of the optimizer.</summary>
/// <remarks>Kingma and Ba 2015, 'Adam: a method for stochastic optimization'.</remarks>
internal static class Adam
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;
}
