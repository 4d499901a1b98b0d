using Parquet;
using Parquet.Schema;

namespace VaeTransforms.Tests.Orleans;

/// <summary>A Parquet file with a column of each type that a table reads, and one of which every third value is null.</summary>
internal static class TypedFile
{
    private const int RowsPerGroup = 600;

    private static readonly DateTime Begin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task WriteAsync(string path, int rows, int seed, string?[] colors)
    {
        var random = new Random(seed);
        DataField[] fields =
        [
            Of<int>("Id", false), Of<float>("Single", true), Of<double>("Double", true), Of<decimal>("Price", true),
            Of<bool>("On", false), Of<short>("Small", false), Of<long>("Whole", false), Of<byte>("Byte", false),
            Of<DateTime>("Time", false), new("Color", typeof(string), true, false, null), Of<int>("Gap", true),
        ];
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.ToArray<Field>()), file);
        for (int start = 0; start < rows; start += RowsPerGroup)
        {
            int[] ids = [.. Enumerable.Range(start, Math.Min(RowsPerGroup, rows - start))];
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await Whole(group, fields[0], ids, id => id);
            await Gaps<float>(group, fields[1], ids, id => id % 11 == 0 ? null : id % 13 == 0 ? float.NaN : random.NextSingle());
            await Gaps<double>(group, fields[2], ids, id => id % 7 == 0 ? null : 1e6 + random.NextDouble());
            await Gaps<decimal>(group, fields[3], ids, id => id % 5 == 0 ? null : random.Next(100) / 4m);
            await Whole(group, fields[4], ids, _ => random.Next(2) == 0);
            await Whole(group, fields[5], ids, _ => (short)random.Next(-5, 5));
            await Whole(group, fields[6], ids, _ => (1L << 40) + random.Next(100));
            await Whole(group, fields[7], ids, _ => (byte)random.Next(200));
            await Whole(group, fields[8], ids, _ => Begin.AddMinutes(random.Next(9999)));
            await group.WriteAsync(fields[9], [.. ids.Select(_ => colors[random.Next(colors.Length)]!)]);
            await Gaps<int>(group, fields[10], ids, id => id % 3 == 0 ? null : random.Next(10));
        }

        static DataField Of<T>(string name, bool mayBeNull) => new(name, typeof(T), mayBeNull, false, null);

        static Task Whole<T>(ParquetRowGroupWriter group, DataField field, int[] ids, Func<int, T> value)
            where T : struct => group.WriteAsync<T>(field, Array.ConvertAll(ids, id => value(id)).AsMemory());

        static Task Gaps<T>(ParquetRowGroupWriter group, DataField field, int[] ids, Func<int, T?> value)
            where T : struct => group.WriteAsync<T>(field, Array.ConvertAll(ids, id => value(id)).AsMemory());
    }
}
