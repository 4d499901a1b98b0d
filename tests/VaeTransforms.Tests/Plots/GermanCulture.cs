using System.Globalization;

namespace VaeTransforms.Tests.Plots;

/// <summary>Makes German, which writes 0.5 as 0,5, the culture of the thread until it is disposed.</summary>
internal sealed class GermanCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public GermanCulture() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
