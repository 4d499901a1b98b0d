using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace VaeTransforms.Native;

/// <summary>Loads a native library from bytes. The loader of the system needs a file, so this class writes one.</summary>
/// <remarks>
/// It tries three places: the cache folder of the user, where later processes find the file; a folder that only this process
/// uses, and that is deleted as soon as the library is loaded; and memory. It tries the next place if it cannot write to one,
/// or cannot load from it, for example because the file system is mounted with noexec.
/// </remarks>
/// <param name="userCache">The cache folder of the user; null if there is none.</param>
/// <param name="temporary">The folder for temporary files.</param>
[SupportedOSPlatform("linux")]
internal sealed class LibraryCache(string? userCache, string temporary)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The path of a file in memory is the number of its descriptor. The loader identifies a library by its path, and the
    // number of a closed descriptor is used again. So these files stay open until the process ends, as the libraries do.
    private static readonly List<MemoryFile> KeptOpen = [];

    /// <summary>The cache of the user that this process runs as.</summary>
    internal static LibraryCache OfThisUser() => new(UserCacheFolder(), Path.GetTempPath());

    /// <summary>Loads the library.</summary>
    /// <param name="fileName">The library's name.</param>
    /// <param name="image">The library's bytes.</param>
    /// <returns>The library's handle, and where it was loaded from.</returns>
    /// <exception cref="DllNotFoundException">
    /// Loading failed from every place. The message is that of the loader, for the last place.
    /// </exception>
    /// <exception cref="IOException">The library could not be written to any place.</exception>
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
                // The next place may work. The exception for the last place reaches the caller.
            }
        }

        return LoadFromMemory(fileName, image);
    }

    /// <summary>Writes the library to the cache of the user, unless it is there.</summary>
    /// <returns>The path of the file. Its bytes were equal to <paramref name="image"/>.</returns>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to another user.</exception>
    internal string Store(string fileName, byte[] image)
    {
        string root = userCache ?? throw new IOException("This user has no cache folder.");

        // The name depends on the content, so another version of TorchSharp or of this library gets its own folder.
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

    /// <summary>$XDG_CACHE_HOME if it is an absolute path, otherwise ~/.cache.</summary>
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
        // A new folder that no other user can write to. Anyone may have written a file in the shared folder.
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
            // A loaded library stays usable after its file is deleted.
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
    /// A checksum for the name of a folder. It is not SHA-256, because .NET's SHA-256 needs OpenSSL and ends a process on a
    /// machine without it. The file in the folder is compared byte by byte before it is used.
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

    /// <summary>Writes to a temporary name and renames the file, so no other process sees an incomplete file.</summary>
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
