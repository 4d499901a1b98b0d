using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using VaeTransforms.Native;
using Xunit;

namespace VaeTransforms.Tests.Native;

[SupportedOSPlatform("linux")]
public sealed class LibraryCacheTests : IDisposable
{
    private const string Name = "libExample.so";

    private readonly string _folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
    private readonly byte[] _image = new byte[100_000];

    public LibraryCacheTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The cache serves Linux only.");
        new Random(1).NextBytes(_image);
    }

    private string UserCache => Path.Combine(_folder, "cache");

    private string Temporary => Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;

    // No user, not even root, can create a folder below a file.
    private string Unwritable
    {
        get
        {
            string file = Path.Combine(_folder, "file");
            File.WriteAllText(file, "");
            return Path.Combine(file, "below");
        }
    }

    private static byte[] LoadableLibrary =>
        File.ReadAllBytes(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_stored_library_is_used_again_as_it_is()
    {
        LibraryCache cache = new(UserCache, Temporary);
        string path = cache.Store(Name, _image);
        DateTime long_ago = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, long_ago);

        Assert.Equal(path, new LibraryCache(UserCache, Temporary).Store(Name, _image));
        Assert.Equal(long_ago, File.GetLastWriteTimeUtc(path));
        Assert.Equal(_image, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_truncated_or_altered_file_is_replaced()
    {
        LibraryCache cache = new(UserCache, Temporary);
        string path = cache.Store(Name, _image);

        File.WriteAllBytes(path, _image[..1000]);
        Assert.Equal(_image, File.ReadAllBytes(cache.Store(Name, _image)));

        byte[] altered = [.. _image];
        altered[^1] ^= 1;
        File.WriteAllBytes(path, altered);
        Assert.Equal(_image, File.ReadAllBytes(cache.Store(Name, _image)));
        AssertOneFile(path);
    }

    [Fact]
    public void Many_writers_leave_one_correct_file()
    {
        using Barrier start = new(8);
        string[] paths = new string[8];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            paths[i] = new LibraryCache(UserCache, Temporary).Store(Name, _image);
        }))];

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        string path = Assert.Single(paths.Distinct());
        Assert.Equal(_image, File.ReadAllBytes(path));
        AssertOneFile(path);
    }

    [Fact]
    public void Only_the_owner_can_read_or_write_it()
    {
        string root = Path.Combine(UserCache, "VaeTransforms");
        Directory.CreateDirectory(root);
        File.SetUnixFileMode(root, (UnixFileMode)0b111_111_111);

        string path = new LibraryCache(UserCache, Temporary).Store(Name, _image);

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(root));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_failed_write_leaves_nothing_behind()
    {
        LibraryCache cache = new(UserCache, Temporary);
        string path = cache.Store(Name, _image);
        File.Delete(path);
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<IOException>(() => cache.Store(Name, _image));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Without_a_writable_cache_it_is_loaded_from_a_folder_that_is_deleted()
    {
        (nint handle, string place) = new LibraryCache(Unwritable, Temporary).Load(Name, LoadableLibrary);

        Assert.NotEqual(0, handle);
        Assert.StartsWith(Temporary, place, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    [Fact]
    public void Without_a_writable_folder_it_is_loaded_from_memory()
    {
        (nint handle, string place) = new LibraryCache(null, Unwritable).Load(Name, LoadableLibrary);

        Assert.NotEqual(0, handle);
        Assert.Equal("memory", place);
        Assert.NotEqual(handle, new LibraryCache(null, Unwritable).Load(Name, LoadableLibrary).Handle);
    }

    [Fact]
    public void A_file_that_is_not_a_library_is_refused_with_the_message_of_the_loader()
    {
        DllNotFoundException thrown = Assert.Throws<DllNotFoundException>(
            () => new LibraryCache(Unwritable, Temporary).Load(Name, _image));

        Assert.Contains("invalid ELF header", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    private static void AssertOneFile(string path) =>
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
}
