using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeTransforms.Training;

/// <summary>
/// A checkpoint as bytes: a mark, the version of the format, facts and numbers as JSON, arrays, and the SHA-256 digest of all.
/// </summary>
internal static class CheckpointFile
{
    private const int Version = 1;

    // Values that are hashed, and written or read, at once: arrays may have more bytes than a span.
    private const int Part = 1 << 20;

    private static readonly JsonSerializerOptions Format = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static ReadOnlySpan<byte> Mark => "VAE checkpoint\n"u8;

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="stream">Written to; it stays open.</param>
    /// <param name="facts">What the fit is of.</param>
    /// <param name="state">Where it is.</param>
    public static void Write(Stream stream, IReadOnlyDictionary<string, string> facts, TrainingState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Write(Mark);
        WriteLength(Version);
        WriteArray<byte>(JsonSerializer.SerializeToUtf8Bytes(new Header(new(facts), state), Format));
        WriteArray<byte>(state.Stream);
        WriteArray<byte>(state.StreamOfEpoch);
        WriteArray<float>(state.Weights);
        WriteArray<float>(state.BestWeights);
        WriteArray<float>(state.FirstMoment);
        WriteArray<float>(state.SecondMoment);
        stream.Write(hash.GetHashAndReset());

        void WriteArray<T>(ReadOnlySpan<T> values)
            where T : struct
        {
            WriteLength(values.Length);
            for (int start = 0; start < values.Length; start += Part)
            {
                Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Part, values.Length - start))));
            }
        }

        void WriteLength(int length)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
            Write(bytes);
        }

        void Write(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="stream">Read to its end. It can seek.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint has another version.</exception>
    public static (IReadOnlyDictionary<string, string> Facts, TrainingState State) Read(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] mark = Bytes(Mark.Length);
        int version = ReadLength();
        byte[] json = ReadArray<byte>();
        byte[][] streams = [ReadArray<byte>(), ReadArray<byte>()];
        float[][] arrays = [ReadArray<float>(), ReadArray<float>(), ReadArray<float>(), ReadArray<float>()];
        byte[] digest = hash.GetHashAndReset();
        var written = new byte[digest.Length];
        if (!mark.AsSpan().SequenceEqual(Mark)
            || stream.ReadAtLeast(written, written.Length, throwOnEndOfStream: false) < written.Length
            || !written.AsSpan().SequenceEqual(digest)
            || stream.ReadByte() >= 0)
        {
            throw new InvalidDataException();
        }

        if (version != Version)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"has version {version} of the format, but this version of VaeTransforms reads version {Version}"));
        }

        Header header = JsonSerializer.Deserialize<Header>(json, Format)!;
        return (header.Facts, header.State with
        {
            Stream = streams[0],
            StreamOfEpoch = streams[1],
            Weights = arrays[0],
            BestWeights = arrays[1],
            FirstMoment = arrays[2],
            SecondMoment = arrays[3],
        });

        int ReadLength() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));

        T[] ReadArray<T>()
            where T : struct
        {
            int length = ReadLength();

            // A damaged length must not take memory for values that are not there.
            if (length < 0 || (long)length * Marshal.SizeOf<T>() > stream.Length - stream.Position)
            {
                throw new InvalidDataException();
            }

            var values = new T[length];
            for (int start = 0; start < length; start += Part)
            {
                Fill(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Part, length - start))));
            }

            return values;
        }

        byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            Fill(bytes);
            return bytes;
        }

        void Fill(Span<byte> bytes)
        {
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw new InvalidDataException();
            }

            hash.AppendData(bytes);
        }
    }

    private sealed record Header(Dictionary<string, string> Facts, TrainingState State);
}
