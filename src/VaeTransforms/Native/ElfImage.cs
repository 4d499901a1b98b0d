using System.Buffers.Binary;
using System.Text;

namespace VaeTransforms.Native;

/// <summary>The tables of a 64-bit x86 shared library that list the symbols it needs, and their versions.</summary>
/// <remarks>
/// Every read is checked against the length of the file, so a damaged file gives an <see cref="InvalidDataException"/>. The
/// layout is specified by the System V ABI, and by the section on symbol versioning of the Linux Standard Base.
/// </remarks>
internal sealed class ElfImage
{
    private const uint DynamicSymbolTable = 11;
    private const uint DynamicTable = 6;
    private const uint VersionNeedTable = 0x6ffffffe;
    private const uint SymbolVersionTable = 0x6fffffff;
    private const int SymbolSize = 24;
    private const ushort WeakVersion = 2;

    private readonly byte[] _bytes;
    private readonly Section _symbols;
    private readonly Section _strings;
    private readonly Section _symbolVersions;
    private readonly Section _dynamic;

    /// <summary>Reads the tables.</summary>
    /// <param name="bytes">The whole file. The setters write into it.</param>
    /// <exception cref="InvalidDataException">The file is not a shared library for x86-64, or it is damaged.</exception>
    internal ElfImage(byte[] bytes)
    {
        _bytes = bytes;
        Require(bytes.Length >= 64 && bytes.AsSpan().StartsWith("\x7f"u8 + "ELF"u8), "it is not an ELF file");
        Require(bytes[4] == 2 && bytes[5] == 1 && U16(0x12) == 62, "it is not a 64-bit x86 library");
        List<Section> sections = ReadSections();
        _symbols = The(sections, DynamicSymbolTable);
        _symbolVersions = The(sections, SymbolVersionTable);
        _dynamic = The(sections, DynamicTable);
        Require(_symbols.Link < sections.Count, "its symbols have no names");
        _strings = sections[(int)_symbols.Link];
        Require(_symbolVersions.Size / 2 >= _symbols.Size / SymbolSize, "its symbols have no versions");
        Needs = [.. ReadNeeds(The(sections, VersionNeedTable))];
    }

    /// <summary>The symbol versions that this library needs from other libraries.</summary>
    internal IReadOnlyList<VersionNeed> Needs { get; }

    /// <summary>The number of dynamic symbols, including the empty first one.</summary>
    internal int SymbolCount => (int)(_symbols.Size / SymbolSize);

    /// <summary>The name of a dynamic symbol, as it is in the binary.</summary>
    internal string Name(int symbol) => Text(NameOffset(symbol));

    /// <summary>Whether another library has to define the symbol.</summary>
    internal bool IsUndefined(int symbol) => U16(SymbolAt(symbol) + 6) == 0;

    /// <summary>The index of the symbol's version, as in <see cref="VersionNeed.Index"/>.</summary>
    internal ushort Version(int symbol) => (ushort)(U16(VersionAt(symbol)) & 0x7fff);

    /// <summary>Makes the library need another version of the symbol.</summary>
    internal void SetVersion(int symbol, ushort version) =>
        BinaryPrimitives.WriteUInt16LittleEndian(At(VersionAt(symbol), 2), version);

    /// <summary>Allows the library to load if that version is not defined.</summary>
    internal void MakeOptional(VersionNeed need) =>
        BinaryPrimitives.WriteUInt16LittleEndian(At(need.Offset + 4, 2), (ushort)(U16(need.Offset + 4) | WeakVersion));

    /// <summary>Replaces the name of a symbol by another name, which must not be longer.</summary>
    /// <exception cref="InvalidDataException">The new name is longer, or these bytes are part of another name.</exception>
    internal void Rename(int symbol, string name)
    {
        uint start = NameOffset(symbol);
        int room = Text(start).Length;
        Require(name.Length <= room, "the new name is longer than the old one");

        // Linkers store a string that is the end of another one only once, so another name may start inside this one.
        bool IsShared(ulong offset) => offset >= start && offset <= start + (uint)room;
        Require(
            !Enumerable.Range(0, SymbolCount).Any(other => other != symbol && IsShared(NameOffset(other)))
                && !Needs.Any(need => IsShared(need.NameOffset) || IsShared(need.FileOffset))
                && !DynamicStrings().Any(IsShared),
            "the symbol's name is part of another one");

        Span<byte> target = At(_strings.Offset + start, room);
        target.Clear();
        Encoding.ASCII.GetBytes(name, target);
    }

    private List<Section> ReadSections()
    {
        ulong table = U64(0x28);
        ushort size = U16(0x3A), count = U16(0x3C);
        Require(size >= 64 && count > 0, "its section table is missing");
        List<Section> sections = [];
        for (uint i = 0; i < count; i++)
        {
            ulong at = table + (i * (ulong)size);
            Section section = new(U32(at + 4), U64(at + 24), U64(at + 32), U32(at + 40), U32(at + 44));
            sections.Add(section);
        }

        return sections;
    }

    private Section The(List<Section> sections, uint type)
    {
        Section[] found = [.. sections.Where(section => section.Type == type)];
        Require(found.Length == 1, "a table of its symbols is missing");
        Require(
            found[0].Offset <= (ulong)_bytes.Length && found[0].Size <= (ulong)_bytes.Length - found[0].Offset,
            "a table reaches past its end");
        return found[0];
    }

    private IEnumerable<VersionNeed> ReadNeeds(Section table)
    {
        ulong library = table.Offset;
        for (uint i = 0; i < table.Info; i++)
        {
            ushort count = U16(library + 2);
            uint file = U32(library + 4);
            ulong entry = library + U32(library + 8);
            for (int j = 0; j < count; j++)
            {
                uint name = U32(entry + 8);
                yield return new VersionNeed(Text(file), Text(name), U16(entry + 6), entry, file, name);
                entry += U32(entry + 12);
            }

            uint next = U32(library + 12);
            if (next == 0)
            {
                yield break;
            }

            library += next;
        }
    }

    private IEnumerable<ulong> DynamicStrings()
    {
        for (ulong at = _dynamic.Offset; at + 16 <= _dynamic.Offset + _dynamic.Size; at += 16)
        {
            // NEEDED, SONAME, RPATH and RUNPATH contain offsets of strings. The other entries contain numbers and addresses.
            if (U64(at) is 1 or 14 or 15 or 29)
            {
                yield return U64(at + 8);
            }
        }
    }

    private ulong SymbolAt(int symbol) => _symbols.Offset + ((ulong)symbol * SymbolSize);

    private ulong VersionAt(int symbol) => _symbolVersions.Offset + ((ulong)symbol * 2);

    private uint NameOffset(int symbol) => U32(SymbolAt(symbol));

    private string Text(uint offset)
    {
        Require(offset < _strings.Size, "a name is outside its table");
        Span<byte> rest = At(_strings.Offset + offset, checked((int)(_strings.Size - offset)));
        int length = rest.IndexOf((byte)0);
        Require(length >= 0, "a name has no end");
        return Encoding.ASCII.GetString(rest[..length]);
    }

    private ushort U16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    private uint U32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    private ulong U64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));

    private Span<byte> At(ulong offset, int length)
    {
        Require(offset <= (ulong)_bytes.Length && (ulong)length <= (ulong)_bytes.Length - offset, "it is cut short");
        return _bytes.AsSpan((int)offset, length);
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidDataException($"The library cannot be read: {fault}.");
        }
    }

    /// <summary>A symbol version that the library needs.</summary>
    /// <param name="File">The library that defines it, such as libstdc++.so.6.</param>
    /// <param name="Name">The version, such as GLIBCXX_3.4.</param>
    /// <param name="Index">The number that marks the symbols of this version.</param>
    /// <param name="Offset">The offset of the entry in the file.</param>
    /// <param name="FileOffset">The offset of <paramref name="File"/> in the string table.</param>
    /// <param name="NameOffset">The offset of <paramref name="Name"/> in the string table.</param>
    internal sealed record VersionNeed(string File, string Name, ushort Index, ulong Offset, uint FileOffset, uint NameOffset);

    private readonly record struct Section(uint Type, ulong Offset, ulong Size, uint Link, uint Info);
}
