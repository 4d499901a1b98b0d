using System.Buffers.Binary;
using System.IO.Compression;

namespace VaeTransforms.Plots.Drawing;

/// <summary>Writes pixels as a PNG file without SkiaSharp, so that an SVG file needs no native library.</summary>
/// <remarks>W3C, Portable Network Graphics (PNG) Specification, Third Edition.</remarks>
internal static class PngFile
{
    private const int ChannelsPerPixel = 3;

    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    /// <summary>Encodes opaque pixels.</summary>
    /// <param name="pixels">[height · width · 3]: red, green, blue, line by line from the top left.</param>
    /// <param name="width">Pixels in a line.</param>
    /// <param name="height">Lines.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n\u001a\n"u8]);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);

        // 8 bits per channel, red, green and blue; the only compression and filtering that there are; not interlaced.
        (header[8], header[9]) = (8, 2);
        Write(file, "IHDR"u8, header);
        Write(file, "IDAT"u8, Compressed(pixels, width * ChannelsPerPixel));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compressed(ReadOnlySpan<byte> pixels, int lineLength)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int start = 0; start < pixels.Length; start += lineLength)
            {
                // Each line begins with its filter: none.
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(start, lineLength));
            }
        }

        return buffer.ToArray();
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(name);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(Checksum(uint.MaxValue, name), content));
        file.Write(number);
    }

    private static uint Checksum(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            sum = Remainders[(byte)(sum ^ value)] ^ (sum >> 8);
        }

        return sum;
    }

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }

        return value;
    }
}
