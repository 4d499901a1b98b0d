using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace VaeTransforms.Native;

/// <summary>A file in memory. It has a path while it is open.</summary>
/// <remarks>A library can be loaded from it on a machine where nothing is writable, such as a read-only container.</remarks>
[SupportedOSPlatform("linux")]
internal sealed partial class MemoryFile : IDisposable
{
    private const uint CloseOnExec = 1;

    private readonly SafeFileHandle _handle;

    /// <summary>Creates the file.</summary>
    /// <param name="name">The name that /proc/self/maps shows.</param>
    /// <param name="content">The bytes of the file.</param>
    /// <exception cref="IOException">The system does not support such files, or has not enough memory.</exception>
    internal MemoryFile(string name, ReadOnlySpan<byte> content)
    {
        int descriptor = MemfdCreate(name, CloseOnExec);
        if (descriptor < 0)
        {
            string reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new IOException($"A file in memory could not be created: {reason}.");
        }

        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(_handle, content, fileOffset: 0);
    }

    /// <summary>The path, valid in this process until the file is closed.</summary>
    internal string Path => $"/proc/self/fd/{_handle.DangerousGetHandle()}";

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MemfdCreate(string name, uint flags);
}
