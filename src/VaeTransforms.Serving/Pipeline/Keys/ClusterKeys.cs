using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>The key values of a column of clusters, in the type that they have in the data.</summary>
internal abstract class ClusterKeys
{
    /// <summary>The annotation of a key column.</summary>
    public const string Kind = "KeyValues";

    private const string Values = ScalarContract.Prefix + "ClusterValues";

    /// <summary>The type of a key value.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>Columns of <see cref="Steps"/> to drop in the end.</summary>
    public static IEnumerable<string> Helping => [Values];

    /// <summary>The values of given keys.</summary>
    /// <exception cref="NotSupportedException">They are neither text nor numbers.</exception>
    public static ClusterKeys Of(NamedKeys keys) => keys.ItemType switch
    {
        DataKind.String => new Texts(keys.Texts),
        DataKind.Single => new Numbers<float>(keys.As<float>(), NumberDataViewType.Single),
        DataKind.Double => new Numbers<double>(keys.As<double>(), NumberDataViewType.Double),
        DataKind.SByte => new Numbers<sbyte>(keys.As<sbyte>(), NumberDataViewType.SByte),
        DataKind.Byte => new Numbers<byte>(keys.As<byte>(), NumberDataViewType.Byte),
        DataKind.Int16 => new Numbers<short>(keys.As<short>(), NumberDataViewType.Int16),
        DataKind.UInt16 => new Numbers<ushort>(keys.As<ushort>(), NumberDataViewType.UInt16),
        DataKind.Int32 => new Numbers<int>(keys.As<int>(), NumberDataViewType.Int32),
        DataKind.UInt32 => new Numbers<uint>(keys.As<uint>(), NumberDataViewType.UInt32),
        DataKind.Int64 => new Numbers<long>(keys.As<long>(), NumberDataViewType.Int64),
        DataKind.UInt64 => new Numbers<ulong>(keys.As<ulong>(), NumberDataViewType.UInt64),
        _ => throw new NotSupportedException($"Key values of type {keys.ItemType} are neither text nor numbers."),
    };

    /// <summary>Adds the annotation.</summary>
    public abstract void Annotate(DataViewSchema.Annotations.Builder builder);

    /// <summary>
    /// ML.NET's own components that make such a key of the number of a cluster, which counts from 1; NaN becomes a missing key.
    /// </summary>
    /// <param name="ml">Where they come from.</param>
    /// <param name="name">The key column.</param>
    /// <param name="source">The column of numbers, Single.</param>
    public abstract IEnumerable<IEstimator<ITransformer>> Steps(MLContext ml, string name, string source);

    /// <summary>The components for values of which one means that there is none.</summary>
    private static IEnumerable<IEstimator<ITransformer>> StepsOf<T>(
        MLContext ml, string name, string source, T[] values, T missing)
    {
        yield return ml.Transforms.Conversion.MapValue(
            Values,
            [
                new KeyValuePair<float, T>(float.NaN, missing),
                .. values.Select((value, place) => new KeyValuePair<float, T>(place + 1, value)),
            ],
            source);
        yield return ml.Transforms.Conversion.MapValueToKey(
            name, Values, keyData: ml.Data.LoadFromEnumerable(values.Select(value => new Row<T> { Value = value })));
    }

    private sealed class Row<T>
    {
        public T? Value { get; set; }
    }

    private sealed class Texts(string[] texts) : ClusterKeys
    {
        public override PrimitiveDataViewType ItemType => TextDataViewType.Instance;

        public override void Annotate(DataViewSchema.Annotations.Builder builder)
        {
            ReadOnlyMemory<char>[] values = Array.ConvertAll(texts, text => text.AsMemory());
            builder.Add(
                Kind,
                new VectorDataViewType(ItemType, values.Length),
                (ref VBuffer<ReadOnlyMemory<char>> value) => VectorValue.Set(values, ref value));
        }

        // An empty text is a missing one.
        public override IEnumerable<IEstimator<ITransformer>> Steps(MLContext ml, string name, string source) =>
            StepsOf(ml, name, source, texts, "");
    }

    private sealed class Numbers<T>(T[] numbers, PrimitiveDataViewType type) : ClusterKeys
        where T : struct, INumber<T>
    {
        public override PrimitiveDataViewType ItemType => type;

        // An integer that is no key: integers have no missing value of their own.
        private T Missing
        {
            get
            {
                T missing = T.Zero;
                while (numbers.Contains(missing))
                {
                    missing++;
                }

                return missing;
            }
        }

        public override void Annotate(DataViewSchema.Annotations.Builder builder) => builder.Add(
            Kind,
            new VectorDataViewType(type, numbers.Length),
            (ref VBuffer<T> value) => VectorValue.Set(numbers, ref value));

        public override IEnumerable<IEstimator<ITransformer>> Steps(MLContext ml, string name, string source) =>
            StepsOf(ml, name, source, numbers, Missing);
    }
}
