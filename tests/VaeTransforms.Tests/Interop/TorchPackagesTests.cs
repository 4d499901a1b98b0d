using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Interop;

public sealed class TorchPackagesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void This_process_knows_both_versions_without_touching_TorchSharp()
    {
        TorchPackages packages = TorchPackages.OfThisProcess("linux-x64");

        Assert.Equal("0.107.0", packages.TorchSharpVersion);
        Assert.Equal("2.10.0", packages.LibTorchVersion);
    }

    [Fact]
    public void A_folder_that_the_host_searches_comes_before_the_applications_own()
    {
        string searched = Put("searched", "torch_cpu");
        string own = Put("app", "torch_cpu");
        TorchPackages packages = Packages(torchSharp: Path.Combine(_root, "app", "TorchSharp.dll"));

        Assert.Equal(own, packages.Find("torch_cpu"));
        Assert.Equal(searched, (packages with { SearchDirectories = [Path.Combine(_root, "searched")] }).Find("torch_cpu"));
    }

    [Fact]
    public void Out_of_the_NuGet_cache_each_package_is_searched()
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
    public void An_application_does_not_borrow_from_the_NuGet_cache()
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
