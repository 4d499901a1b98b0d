using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VaeTransforms;

/// <summary>
/// The layers, likelihoods and priors that model files can contain. Those of this library are registered from the start.
/// </summary>
public static class ModelFormulas
{
    private const string TypeKey = "type";

    private static readonly Type[] Kinds =
        [typeof(Layer), typeof(Likelihood), typeof(Prior), typeof(Normalization), typeof(AnomalyScore)];
    private static readonly Lock Gate = new();

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false),
            new Nested<Likelihood>(),
            new Nested<Layer>(),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepOptions } },
    };

    // By kind and name. Reading a file creates no types but these.
    private static readonly Dictionary<(Type Kind, string Name), Type> Types = BuiltIn();

    /// <summary>
    /// Registers a layer, likelihood or prior of your own, so that model files that contain it can be read. Training with it
    /// registers it too; a process that only loads must call this first.
    /// </summary>
    /// <typeparam name="TFormula">
    /// A type that derives from <see cref="Layer"/>, <see cref="Likelihood"/> or <see cref="Prior"/>, not abstract.
    /// </typeparam>
    /// <remarks>
    /// Files name the type by its full name, so renaming it needs a new fit. Thread-safe; a second call changes nothing.
    /// </remarks>
    /// <exception cref="ArgumentException">The type is no layer, likelihood or prior, or it is abstract.</exception>
    public static void Register<TFormula>()
        where TFormula : class => Register(typeof(TFormula));

    /// <summary>A formula as JSON: its type and its options.</summary>
    internal static JsonObject Write(object formula)
    {
        Type type = formula.GetType();
        Register(type);
        JsonObject options = JsonSerializer.SerializeToNode(formula, type, Format)!.AsObject();
        var written = new JsonObject { [TypeKey] = NameOf(type) };
        foreach ((string name, JsonNode? value) in options)
        {
            written[name] = value?.DeepClone();
        }

        return written;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VaeModelFormatException">The type is unknown, or the options do not fit it.</exception>
    internal static TKind Read<TKind>(JsonObject written)
        where TKind : class
    {
        string kind = WordOf(typeof(TKind)).ToLowerInvariant();
        if (written[TypeKey] is not JsonValue value || !value.TryGetValue(out string? name))
        {
            throw new VaeModelFormatException($"The model has a {kind} without a type. Take the file from its source again.");
        }

        Type? type;
        lock (Gate)
        {
            Types.TryGetValue((typeof(TKind), name), out type);
        }

        if (type is null)
        {
            throw new VaeModelFormatException(
                $"The model has the {kind} '{name}', which is not registered in this process. If it is a type of your own, call "
                    + "ModelFormulas.Register with it before loading; otherwise use a newer version of VaeTransforms.");
        }

        var options = (JsonObject)written.DeepClone();
        options.Remove(TypeKey);
        try
        {
            return (TKind)options.Deserialize(type, Format)!;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new VaeModelFormatException(
                $"The options of the {kind} '{name}' cannot be read: {e.Message} Take the file from its source again.", e);
        }
    }

    private static void Register(Type type)
    {
        Type kind = Kinds.FirstOrDefault(kind => kind.IsAssignableFrom(type) && !type.IsAbstract) ?? throw new ArgumentException(
            $"{type.Name} is not a layer, a likelihood or a prior that can be created. Derive it from Layer, Likelihood or "
                + "Prior, and do not make it abstract.");
        lock (Gate)
        {
            Types.TryAdd((kind, NameOf(type)), type);
        }
    }

    private static Dictionary<(Type Kind, string Name), Type> BuiltIn() => (
        from type in typeof(Layer).Assembly.GetTypes()
        from kind in Kinds
        where kind.IsAssignableFrom(type) && !type.IsAbstract
        select (kind, type)).ToDictionary(known => (known.kind, NameOf(known.type)), known => known.type);

    /// <summary>For a type of this library its name without the kind, such as "Dense"; for any other its full name.</summary>
    private static string NameOf(Type type)
    {
        string kind = WordOf(Kinds.First(kind => kind.IsAssignableFrom(type)));
        return type.Assembly == typeof(Layer).Assembly && type.Name.EndsWith(kind, StringComparison.Ordinal)
            ? type.Name[..^kind.Length]
            : type.FullName!;
    }

    /// <summary>A formula among the options of another one.</summary>
    private sealed class Nested<TKind> : JsonConverter<TKind>
        where TKind : class
    {
        public override TKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ModelFormulas.Read<TKind>(JsonNode.Parse(ref reader) as JsonObject
                ?? throw new JsonException($"A {WordOf(typeof(TKind)).ToLowerInvariant()} is not an object."));

        public override void Write(Utf8JsonWriter writer, TKind value, JsonSerializerOptions options) =>
            ModelFormulas.Write(value).WriteTo(writer);
    }

    private static string WordOf(Type kind) => kind == typeof(AnomalyScore) ? "Score" : kind.Name;

    /// <summary>Options are what can be set or what a constructor takes; computed properties are not stored.</summary>
    private static void KeepOptions(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties.ToArray())
        {
            if (property is { Set: null, AssociatedParameter: null })
            {
                type.Properties.Remove(property);
            }
        }
    }
}
