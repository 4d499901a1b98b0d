using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Reading;

/// <summary>A random number for each row of a view, the same in each pass, and whether the row is held out.</summary>
/// <remarks>
/// The number is a hash of the row's identifier where the view can shuffle, and so gives its rows in another order in each pass;
/// otherwise of its place. Whether a row is held out depends on its number, or on that of its group.
/// </remarks>
/// <param name="data">The view.</param>
/// <param name="seed">Of the numbers.</param>
/// <param name="heldOutShare">The share of rows, or of groups, that is held out; from 0.</param>
/// <param name="groups">The column with the group of each row; null for none.</param>
internal sealed class RowKeys(IDataView data, int seed, double heldOutShare, DataViewSchema.Column? groups)
{
    private const double Numbers = 18446744073709551616.0;

    private readonly double _limit = heldOutShare * Numbers;

    /// <summary>The columns that it reads.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => groups is { } column ? [column] : [];

    /// <summary>Begins to read a pass.</summary>
    /// <param name="cursor">Its columns are active.</param>
    /// <returns>Gives the number of the current row. Called once for each row, in order.</returns>
    public Func<(ulong Number, bool IsHeldOut)> Start(DataViewRowCursor cursor)
    {
        Func<ulong> number = data.CanShuffle ? OfIdentifiers(cursor) : OfPlaces();
        if (groups is not { } column)
        {
            return () =>
            {
                ulong drawn = number();
                return (drawn, drawn < _limit);
            };
        }

        Func<object> group = GroupColumn.Values(cursor, column);
        return () => (number(), OfText(OptionRule.Text(group())) < _limit);
    }

    private Func<ulong> OfIdentifiers(DataViewRowCursor cursor)
    {
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        return () =>
        {
            getter(ref id);
            Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, id.Low);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], id.High);
            return XxHash3.HashToUInt64(bytes, seed);
        };
    }

    private Func<ulong> OfPlaces()
    {
        long place = 0;
        return () =>
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, place++);
            return XxHash3.HashToUInt64(bytes, seed);
        };
    }

    private ulong OfText(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), seed);
}
