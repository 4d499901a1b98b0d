using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Native;

public sealed class TorchPackagesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Both_versions_are_found_without_starting_TorchSharp()
    {
        TorchPackages packages = TorchPackages.OfThisProcess("linux-x64");

        Assert.Equal("0.107.0", packages.TorchSharpVersion);
        Assert.Equal("2.10.0", packages.LibTorchVersion);
    }

    [Fact]
    public void The_folders_that_the_host_searches_come_before_the_folder_of_the_application()
    {
        string searched = Put("searched", "torch_cpu");
        string own = Put("app", "torch_cpu");
        TorchPackages packages = Packages(torchSharp: Path.Combine(_root, "app", "TorchSharp.dll"));

        Assert.Equal(own, packages.Find("torch_cpu"));
        Assert.Equal(searched, (packages with { SearchDirectories = [Path.Combine(_root, "searched")] }).Find("torch_cpu"));
    }

    [Fact]
    public void In_the_NuGet_cache_each_package_is_searched()
    {
        TorchPackages packages = Packages(Path.Combine(_root, "torchsharp", "0.107.0", "lib", "net8.0", "TorchSharp.dll"));
        string torchSharp = Put("torchsharp/0.107.0/runtimes/linux-x64/native", TorchPackages.TorchSharpLibrary);
        Put("libtorch-cpu-linux-x64/2.9.0/runtimes/linux-x64/native", "torch_cpu");

        Assert.Equal(_root, packages.PackageCache);
        Assert.Equal(torchSharp, packages.Find(TorchPackages.TorchSharpLibrary));
        Assert.Null(packages.Find("torch_cpu"));
        Assert.False(packages.HasCachedLibTorch);

        string libTorch = Put("libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native", "torch_cpu");
        Assert.Equal(libTorch, packages.Find("torch_cpu"));
        Assert.True(packages.HasCachedLibTorch);
        Assert.False(packages.HasCachedCuda);

        Put("libtorch-cuda-12.8-linux-x64-part1/2.10.0/runtimes/linux-x64/native", "torch_cuda");
        Assert.True(packages.HasCachedCuda);
    }

    [Fact]
    public void The_NuGet_cache_is_not_searched_for_an_application()
    {
        Put("libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native", "torch_cpu");

        Assert.Null(Packages(Path.Combine(_root, "app", "TorchSharp.dll")).PackageCache);
        Assert.Null(Packages(Path.Combine(_root, "app", "TorchSharp.dll")).Find("torch_cpu"));
        Assert.Null(Packages("").Find("torch_cpu"));
    }

    private TorchPackages Packages(string torchSharp) => new()
    {
        Rid = "linux-x64",
        TorchSharpVersion = "0.107.0",
        LibTorchVersion = "2.10.0",
        TorchSharpPath = torchSharp,
        BaseDirectory = Path.Combine(_root, "app"),
        SearchDirectories = [],
    };

    private string Put(string folder, string library)
    {
        string parent = Directory.CreateDirectory(Path.Combine(_root, folder)).FullName;
        string path = Path.Combine(parent, TorchPackages.FileName(library));
        File.WriteAllText(path, "");
        return path;
    }
}
