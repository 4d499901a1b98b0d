using System.Buffers.Binary;
using System.Text;

namespace VaeTransforms.Tests.Native;

/// <summary>
/// A reference for <see cref="VaeTransforms.Native.ElfImage"/>: another reader of the symbols of a shared library. It finds
/// them by the program headers and the dynamic section, as the loader does, and not by the section table.
/// </summary>
internal sealed class ReferenceElf
{
    private readonly byte[] _bytes;
    private readonly List<(ulong Address, ulong Offset, ulong Size)> _segments = [];
    private readonly Dictionary<ulong, ulong> _dynamic = [];

    internal ReferenceElf(byte[] bytes)
    {
        _bytes = bytes;
        int headers = (int)U64(0x20);
        for (int i = 0; i < U16(0x38); i++)
        {
            int header = headers + (i * U16(0x36));
            switch (U32(header))
            {
                case 1:
                    _segments.Add((U64(header + 16), U64(header + 8), U64(header + 32)));
                    break;
                case 2:
                    for (int entry = (int)U64(header + 8); U64(entry) != 0; entry += 16)
                    {
                        _dynamic.TryAdd(U64(entry), U64(entry + 8));
                    }

                    break;
            }
        }

        ReadNeeds();
        ReadSymbols();
    }

    /// <summary>file/version, and whether it is optional.</summary>
    internal Dictionary<string, bool> Needs { get; } = [];

    /// <summary>name@file/version of every symbol with a version, in the order of the file.</summary>
    internal List<string> Symbols { get; } = [];

    private readonly Dictionary<int, string> _versions = [];

    private void ReadNeeds()
    {
        int library = Table(0x6ffffffe);
        for (ulong i = 0; i < _dynamic[0x6fffffff]; i++)
        {
            int entry = library + (int)U32(library + 8);
            for (int j = 0; j < U16(library + 2); j++)
            {
                string need = $"{Text(U32(library + 4))}/{Text(U32(entry + 8))}";
                _versions.Add(U16(entry + 6), need);
                Needs.Add(need, (U16(entry + 4) & 2) != 0);
                entry += (int)U32(entry + 12);
            }

            library += (int)U32(library + 12);
        }
    }

    private void ReadSymbols()
    {
        // The symbol table does not state its length. Linkers put the strings after it.
        int symbols = Table(6), count = (Table(5) - symbols) / 24;
        for (int i = 0; i < count; i++)
        {
            if (_versions.TryGetValue(U16(Table(0x6ffffff0) + (2 * i)), out string? version))
            {
                Symbols.Add($"{Text(U32(symbols + (24 * i)))}@{version}");
            }
        }
    }

    private int Table(ulong tag)
    {
        ulong address = _dynamic[tag];
        (ulong start, ulong offset, _) = _segments.Single(s => s.Address <= address && address < s.Address + s.Size);
        return (int)(address - start + offset);
    }

    private string Text(uint offset)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(Table(5) + (int)offset);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));
}
