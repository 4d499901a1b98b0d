using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// NaN as null, because JSON has no such number: a missing value of a row, and the score that the row then does not have.
/// Infinity is written as null too.
/// </summary>
public sealed class NullForNaN<T> : JsonConverter<T>
    where T : struct, IFloatingPointIeee754<T>
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? T.NaN : T.CreateSaturating(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (T.IsFinite(value))
        {
            writer.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
