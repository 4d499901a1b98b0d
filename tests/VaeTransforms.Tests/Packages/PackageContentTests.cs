using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace VaeTransforms.Tests.Packages;

/// <summary>What the packages hold, and what they depend on.</summary>
[Collection(PackedPackages.Collection)]
public sealed class PackageContentTests(PackedPackages packed)
{
    private static readonly string[] Serving =
    [
        "Google.Protobuf", "Microsoft.ML", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxTransformer", "System.Numerics.Tensors",
    ];

    public static TheoryData<string, string, string[]> Packages => new()
    {
        { "VaeTransforms.Serving", "MIT", Serving },
        { "VaeTransforms", "MIT", ["VaeTransforms.Serving", "System.IO.Hashing", "TorchSharp"] },
        {
            "VaeTransforms.Analysis",
            "MIT",
            ["VaeTransforms", "MathNet.Numerics", "Microsoft.ML.FastTree", "System.Numerics.Tensors"]
        },
        { "VaeTransforms.Datasets", "MIT AND CC-BY-4.0", ["Microsoft.ML"] },
        {
            "VaeTransforms.Orleans",
            "MIT",
            ["VaeTransforms", "VaeTransforms.Parquet", "Microsoft.Orleans.Sdk", "Microsoft.Orleans.Server"]
        },
        { "VaeTransforms.Parquet", "MIT", ["Microsoft.ML", "Parquet.Net"] },
        {
            "VaeTransforms.Plots",
            "MIT AND OFL-1.1",
            [
                "VaeTransforms.Analysis", "Microsoft.AspNetCore.Html.Abstractions", "OxyPlot.Core", "SkiaSharp",
                "SkiaSharp.NativeAssets.Linux.NoDependencies",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_holds_README_license_and_docs_and_depends_on_no_more_than_it_needs(
        string id, string license, string[] dependencies)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedPackages.Version}.nupkg"));
        XElement metadata = Metadata(package, id);
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];

        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal(license, Value(metadata, "license"));
        Assert.Contains("README.md", files);
        Assert.Equal(
            [$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"],
            files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.True(package.GetEntry($"lib/net10.0/{id}.xml")!.Length > 1000, "There are no docs in the package.");
        Assert.Equal(
            dependencies.Order(StringComparer.Ordinal),
            Dependencies(metadata).Select(dependency => dependency.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("VaeTransforms", "VaeTransforms.Serving")]
    [InlineData("VaeTransforms.Analysis", "VaeTransforms")]
    [InlineData("VaeTransforms.Plots", "VaeTransforms.Analysis")]
    public void A_package_needs_its_sibling_of_the_same_version(string id, string sibling)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedPackages.Version}.nupkg"));

        Assert.Contains((sibling, PackedPackages.Version), Dependencies(Metadata(package, id)));
    }

    [Theory]
    [InlineData("VaeTransforms.Serving")]
    [InlineData("VaeTransforms")]
    [InlineData("VaeTransforms.Analysis")]
    [InlineData("VaeTransforms.Datasets")]
    [InlineData("VaeTransforms.Orleans")]
    [InlineData("VaeTransforms.Parquet")]
    [InlineData("VaeTransforms.Plots")]
    public void A_package_has_symbols_beside_it(string id)
    {
        using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedPackages.Version}.snupkg"));

        Assert.True(symbols.GetEntry($"lib/net10.0/{id}.pdb")?.Length > 1000);
    }

    /// <summary>A higher version would be a downgrade, NU1605, for an application that has ML.NET's.</summary>
    [Fact]
    public void Protobuf_is_needed_in_no_higher_version_than_ML_NET_needs_it()
    {
        string id = "VaeTransforms.Serving";
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedPackages.Version}.nupkg"));

        Assert.Contains(("Google.Protobuf", "3.30.2"), Dependencies(Metadata(package, id)));
    }

    [Theory]
    [InlineData("VaeTransforms.Datasets", "ATTRIBUTION.md")]
    [InlineData("VaeTransforms.Plots", "Fonts/LICENSE.txt")]
    public void What_others_licensed_comes_with_its_license(string id, string file)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedPackages.Version}.nupkg"));

        Assert.True(package.GetEntry(file)?.Length > 100, $"{file} is missing.");
    }

    private static XElement Metadata(ZipArchive package, string id)
    {
        using Stream nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string? Value(XElement metadata, string name) =>
        metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    private static IEnumerable<(string Id, string Version)> Dependencies(XElement metadata) =>
        from element in metadata.Descendants()
        where element.Name.LocalName == "dependency"
        select (element.Attribute("id")!.Value, element.Attribute("version")!.Value);
}
