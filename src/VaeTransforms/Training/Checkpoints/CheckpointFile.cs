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
            Write(MemoryMarshal.AsBytes(values));
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
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint has another version.</exception>
    public static (IReadOnlyDictionary<string, string> Facts, TrainingState State) Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Mark) || bytes.Length < Mark.Length + SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new InvalidDataException();
        }

        ReadOnlySpan<byte> rest = bytes[Mark.Length..];
        int version = Length(ref rest);
        if (version != Version)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"has version {version} of the format, but this version of VaeTransforms reads version {Version}"));
        }

        Header header = JsonSerializer.Deserialize<Header>(Array<byte>(ref rest), Format)!;
        TrainingState state = header.State with
        {
            Stream = Array<byte>(ref rest).ToArray(),
            StreamOfEpoch = Array<byte>(ref rest).ToArray(),
            Weights = Array<float>(ref rest).ToArray(),
            BestWeights = Array<float>(ref rest).ToArray(),
            FirstMoment = Array<float>(ref rest).ToArray(),
            SecondMoment = Array<float>(ref rest).ToArray(),
        };
        return (header.Facts, state);

        static int Length(ref ReadOnlySpan<byte> rest)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            rest = rest[sizeof(int)..];
            return length;
        }

        static ReadOnlySpan<T> Array<T>(ref ReadOnlySpan<byte> rest)
            where T : struct
        {
            int size = Length(ref rest) * Marshal.SizeOf<T>();
            ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(rest[..size]);
            rest = rest[size..];
            return values;
        }
    }

    private sealed record Header(Dictionary<string, string> Facts, TrainingState State);
}
