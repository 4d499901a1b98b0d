using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace VaeTransforms.Native;

/// <summary>Loads a native library from bytes: the system's loader wants a file, so this finds a place for one.</summary>
/// <remarks>
/// The user's cache folder comes first, so that later processes share one file; then a folder of this process alone,
/// removed as soon as the library is loaded; then memory. A place is passed over when it cannot be written, and also when
/// nothing can be loaded from it, as from a file system mounted without the right to execute.
/// </remarks>
/// <param name="userCache">The user's cache folder; null where there is none.</param>
/// <param name="temporary">The folder for temporary files.</param>
[SupportedOSPlatform("linux")]
internal sealed class LibraryCache(string? userCache, string temporary)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The loader takes a second library under the same path for the first, and a closed file's number is soon another's:
    // the files in memory stay open as long as the libraries stay loaded, which is for good.
    private static readonly List<MemoryFile> KeptOpen = [];

    /// <summary>The cache of the user that this process runs as.</summary>
    internal static LibraryCache OfThisUser() => new(UserCacheFolder(), Path.GetTempPath());

    /// <summary>Loads the library.</summary>
    /// <param name="fileName">The library's name.</param>
    /// <param name="image">The library's bytes.</param>
    /// <returns>The library's handle, and where it was loaded from.</returns>
    /// <exception cref="DllNotFoundException">No place served; the message is the loader's, about the last one.</exception>
    /// <exception cref="IOException">Nothing could be written, not even to memory.</exception>
    internal (nint Handle, string Place) Load(string fileName, byte[] image)
    {
        foreach (Func<string, byte[], (nint, string)> load in new[] { LoadFromUserCache, LoadFromTemporary })
        {
            try
            {
                return load(fileName, image);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                // The next place may serve; the last one's exception is for the caller.
            }
        }

        return LoadFromMemory(fileName, image);
    }

    /// <summary>Puts the library into the user's cache, unless it is there already.</summary>
    /// <returns>Its path; the file there has had exactly these bytes.</returns>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is another user's.</exception>
    internal string Store(string fileName, byte[] image)
    {
        string root = userCache ?? throw new IOException("This user has no cache folder.");

        // Named by its content: a later TorchSharp, or a later version of this library, gets a folder of its own.
        string folder = Path.Combine(root, "VaeTransforms", ContentName(image));
        string path = Path.Combine(folder, fileName);
        Directory.CreateDirectory(folder, OwnerOnly);
        KeepOthersOut(Path.Combine(root, "VaeTransforms"));
        KeepOthersOut(folder);
        if (!HasBytes(path, image))
        {
            WriteAside(path, image);
        }

        return path;
    }

    /// <summary>$XDG_CACHE_HOME, which counts only as an absolute path, or else ~/.cache.</summary>
    private static string? UserCacheFolder()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } named && Path.IsPathRooted(named))
        {
            return named;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.IsPathRooted(home) ? Path.Combine(home, ".cache") : null;
    }

    private (nint Handle, string Place) LoadFromUserCache(string fileName, byte[] image)
    {
        string path = Store(fileName, image);
        return (NativeLibrary.Load(path), path);
    }

    private (nint Handle, string Place) LoadFromTemporary(string fileName, byte[] image)
    {
        // A fresh folder that nobody else can write to: what lies in the shared one may be anyone's.
        string folder = Path.Combine(temporary, $"VaeTransforms-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder, OwnerOnly);
        try
        {
            string path = Path.Combine(folder, fileName);
            Write(path, image);
            return (NativeLibrary.Load(path), path);
        }
        finally
        {
            // A loaded library keeps its file alive without a name.
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (nint Handle, string Place) LoadFromMemory(string fileName, byte[] image)
    {
        MemoryFile file = new(fileName, image);
        try
        {
            nint handle = NativeLibrary.Load(file.Path);
            lock (KeptOpen)
            {
                KeptOpen.Add(file);
            }

            return (handle, "memory");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A checksum that needs nothing of the machine, where .NET's SHA-256 needs OpenSSL and ends a process that has none. It
    /// only names a folder: what lies in it is compared byte by byte before it is used.
    /// </summary>
    private static string ContentName(ReadOnlySpan<byte> image)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in image)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{image.Length}-{checksum:x8}");
    }

    private static void KeepOthersOut(string folder)
    {
        if (File.GetUnixFileMode(folder) != OwnerOnly)
        {
            File.SetUnixFileMode(folder, OwnerOnly);
        }
    }

    private static bool HasBytes(string path, byte[] image)
    {
        FileInfo file = new(path);
        return file.Exists && file.Length == image.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(image);
    }

    /// <summary>Writes under another name first: whoever opens the real one finds all of it or none of it.</summary>
    private static void WriteAside(string path, byte[] image)
    {
        string aside = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Write(aside, image);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    private static void Write(string path, byte[] image)
    {
        using FileStream file = new(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerReadWrite,
                PreallocationSize = image.Length,
            });
        file.Write(image);
    }
}
