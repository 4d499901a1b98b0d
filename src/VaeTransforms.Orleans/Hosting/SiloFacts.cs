using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace VaeTransforms.Orleans;

/// <summary>What the bytes of a silo's results depend on besides the data.</summary>
/// <param name="Version">Of VaeTransforms and of TorchSharp.</param>
/// <param name="Processor">The system, the architecture, and the processor's vendor and vector instructions.</param>
[GenerateSerializer]
[Immutable]
[Alias("VaeTransforms.SiloFacts")]
internal sealed record SiloFacts([property: Id(0)] string Version, [property: Id(1)] string Processor)
{
    /// <summary>Of this process.</summary>
    public static SiloFacts Here { get; } = new(
        $"VaeTransforms {typeof(VaeOptions).Assembly.GetName().Version} with TorchSharp {TorchVersion()}",
        $"{System()} {RuntimeInformation.ProcessArchitecture} {Vendor()} {Vectors()}".TrimEnd());

    private static string TorchVersion() => typeof(VaeOptions).Assembly.GetReferencedAssemblies()
        .First(name => name.Name == "TorchSharp").Version!.ToString();

    private static string System() =>
        OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux";

    /// <summary>Family and model are left out: libtorch chooses its code by vendor and instructions.</summary>
    private static string Vendor()
    {
        if (!X86Base.IsSupported)
        {
            return "";
        }

        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        Span<int> parts = [b, d, c];
        return global::System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(parts));
    }

    private static string Vectors() => string.Join('+', new[]
    {
        (Avx2.IsSupported, "AVX2"),
        (Fma.IsSupported, "FMA"),
        (Avx512F.IsSupported, "AVX512"),
        (Avx512Vbmi.IsSupported, "VBMI"),
    }.Where(part => part.Item1).Select(part => part.Item2.ToUpper(CultureInfo.InvariantCulture)));
}
