using Xunit;

namespace VaeTransforms.Tests.Packages;

/// <summary>A project of each template, made from the packages: what one has trained, and the other one published.</summary>
public sealed class TemplateProjects(PackedPackages packed) : IAsyncLifetime
{
    /// <summary>The folder of the projects.</summary>
    public string Root => packed.Root;

    /// <summary>The model that the console application saved.</summary>
    public string Trained => Path.Combine(Root, "Station", "model.zip");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        // What TorchSharp needs in versions that the cache does not have.
        string pins = string.Concat(new[] { "SharpZipLib", "SkiaSharp" }.Select(PackedPackages.Pinned).Select(pin =>
            $"""<PackageReference Include="{pin.Id}" Version="{pin.Version}" />"""));
        Directory.CreateDirectory(Path.Combine(Root, "Station"));
        await File.WriteAllTextAsync(
            Path.Combine(Root, "Station", "Directory.Build.targets"),
            $"""
            <Project>
              <PropertyGroup>{PackedPackages.TrainingProperties}</PropertyGroup>
              <ItemGroup>{pins}</ItemGroup>
            </Project>
            """);
        string package = Path.Combine(packed.Packages, $"VaeTransforms.Templates.{PackedPackages.Version}.nupkg");
        string[] hive = ["--debug:custom-hive", Path.Combine(Root, "hive")];
        await DotnetCommand.RunAsync(Root, ["new", "install", package, .. hive]);
        await DotnetCommand.RunAsync(Root, ["new", "vae-console", "-o", "Station", .. hive]);
        await DotnetCommand.RunAsync(Root, ["new", "vae-api", "-o", "StationApi", .. hive]);
        await DotnetCommand.RunAsync(Path.Combine(Root, "Station"), ["run"]);
        await DotnetCommand.RunAsync(
            Path.Combine(Root, "StationApi"), ["publish", "-o", Path.Combine(Root, "api")]);
    }
}
