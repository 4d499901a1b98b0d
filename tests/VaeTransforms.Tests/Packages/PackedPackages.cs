using System.Text.Json;
using System.Xml.Linq;
using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Packages;

/// <summary>
/// The packages in a temporary folder, and two applications that reference them: one trains and saves, the other is
/// published and serves.
/// </summary>
/// <remarks>
/// Nothing is downloaded and the machine's NuGet cache does not change. The packages come from that folder alone and are
/// unpacked beside it; all others are in the cache, where the build of the tests has put them.
/// </remarks>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>The tests that share one set of packages.</summary>
    public const string Collection = "Packages";

    /// <summary>A version that no cache has.</summary>
    public const string Version = "0.1.0-packaging-test";

    /// <summary>
    /// Properties of a project that trains. libtorch is loaded from the NuGet cache: a copy takes half a gigabyte, and longer
    /// than everything else here.
    /// </summary>
    public const string TrainingProperties =
        """
            <CopyLocalLockFileAssemblies>false</CopyLocalLockFileAssemblies>
            <GenerateRuntimeConfigDevFile>true</GenerateRuntimeConfigDevFile>
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    /// <summary>The folder of all of it. NuGet reads its configuration for every project within.</summary>
    public string Root => _root;

    /// <summary>The folder with the .nupkg files.</summary>
    public string Packages => Path.Combine(_root, "packages");

    /// <summary>The published serving application.</summary>
    public string Published => Path.Combine(_root, "published");

    /// <summary>What the applications saved: models, and scores as text.</summary>
    public string Results => Path.Combine(_root, "results");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The application is published for linux-x64.");

        // The configuration that the tests are built in is the one that has been built.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await DotnetCommand.RunAsync(
            Repository.Root.FullName,
            ["pack", "VaeTransforms.sln", "--no-build", "-c", configuration, "-o", Packages, $"-p:Version={Version}"]);

        File.WriteAllText(Path.Combine(_root, "nuget.config"), NuGetConfig(CacheFolder()));
        string torchSharp = TorchPackages.OfThisProcess("linux-x64").TorchSharpVersion;
        WriteApplication(
            "Train",
            TrainingProperties,
            ("VaeTransforms", Version),
            ("TorchSharp-cpu", torchSharp),
            Pinned("SharpZipLib"),
            Pinned("SkiaSharp"));
        WriteApplication("Serve", "", ("VaeTransforms.Serving", Version));

        Directory.CreateDirectory(Results);
        await Task.WhenAll(
            TrainAsync(),
            DotnetCommand.RunAsync(
                Path.Combine(_root, "Serve"), ["publish", "-r", "linux-x64", "--self-contained", "false", "-o", Published]));
        await DotnetCommand.RunAsync(_root, [Path.Combine(Published, "Serve.dll"), Results]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task TrainAsync()
    {
        await DotnetCommand.RunAsync(Path.Combine(_root, "Train"), ["build", "-o", Path.Combine(_root, "trainer")]);
        await DotnetCommand.RunAsync(_root, [Path.Combine(_root, "trainer", "Train.dll"), Results]);
    }

    /// <summary>A package that TorchSharp needs, in the version that this repository has in the cache.</summary>
    public static (string Id, string Version) Pinned(string id) => (
        id,
        XDocument.Load(Path.Combine(Repository.Root.FullName, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(version => version.Attribute("Include")!.Value == id)
            .Attribute("Version")!.Value);

    /// <summary>The folder that NuGet restored the packages of the tests to.</summary>
    private static string CacheFolder()
    {
        string assets = Path.Combine(Repository.Root.FullName, "tests/VaeTransforms.Tests/obj/project.assets.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(assets));
        return json.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
    }

    private string NuGetConfig(string cache) =>
        $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{Path.Combine(_root, "unpacked")}" />
          </config>
          <packageSources>
            <clear />
            <add key="packed" value="{Packages}" />
          </packageSources>
          <fallbackPackageFolders>
            <add key="cache" value="{cache}" />
          </fallbackPackageFolders>
        </configuration>
        """;

    private void WriteApplication(string name, string properties, params (string Id, string Version)[] packages)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        File.WriteAllText(
            Path.Combine(folder, $"{name}.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            {properties}
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', packages.Select(Reference))}
              </ItemGroup>
            </Project>
            """);

        static string Reference((string Id, string Version) package) =>
            $"""    <PackageReference Include="{package.Id}" Version="{package.Version}" />""";

        string tests = Path.Combine(Repository.Root.FullName, "tests");
        string programs = Path.Combine(tests, "VaeTransforms.Tests/Packages/Programs");
        string[] sources =
        [
            Path.Combine(programs, $"{name}.cs"),
            Path.Combine(programs, "Row.cs"),
            .. Directory.EnumerateFiles(Path.Combine(tests, "VaeTransforms.OwnFormulas"), "*.cs"),
        ];
        foreach (string source in sources)
        {
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        }
    }
}

[CollectionDefinition(PackedPackages.Collection)]
public sealed class PackedPackagesDefinition : ICollectionFixture<PackedPackages>;
