using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace VaeTransforms.Native;

/// <summary>A file without a folder: it lives in memory and has a path for as long as it is open.</summary>
/// <remarks>The last resort for a library on a machine where nothing is writable, such as a read-only container.</remarks>
[SupportedOSPlatform("linux")]
internal sealed partial class MemoryFile : IDisposable
{
    private const uint CloseOnExec = 1;

    private readonly SafeFileHandle _handle;

    /// <summary>Creates the file.</summary>
    /// <param name="name">What the process's list of mappings shows.</param>
    /// <param name="content">All of its bytes.</param>
    /// <exception cref="IOException">The system has no such files, or no memory left for one.</exception>
    internal MemoryFile(string name, ReadOnlySpan<byte> content)
    {
        int descriptor = MemfdCreate(name, CloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"No file in memory can be made: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        }

        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(_handle, content, fileOffset: 0);
    }

    /// <summary>Valid in this process only, until the file is closed.</summary>
    internal string Path => $"/proc/self/fd/{_handle.DangerousGetHandle()}";

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MemfdCreate(string name, uint flags);
}
