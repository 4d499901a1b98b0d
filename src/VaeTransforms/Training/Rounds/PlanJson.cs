using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VaeTransforms.Training;

/// <summary>
/// Objectives, annealings and schedules as JSON: the name of the record, and its properties, internal ones included.
/// </summary>
internal static class PlanJson
{
    private static readonly Type[] Kinds = [typeof(Objective), typeof(KlAnnealing), typeof(LearningRateSchedule)];

    public static JsonSerializerOptions Format { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Name, AddInternal } },
    };

    /// <summary>A reader creates no types but the records of this assembly.</summary>
    private static void Name(JsonTypeInfo info)
    {
        if (!Kinds.Contains(info.Type))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (Type type in Types().Where(type => type.BaseType == info.Type))
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, type.Name));
        }
    }

    /// <summary>Without those that need a package that the application does not have, such as the one of images.</summary>
    private static IEnumerable<Type> Types()
    {
        try
        {
            return typeof(PlanJson).Assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    private static void AddInternal(JsonTypeInfo info)
    {
        if (!Kinds.Any(kind => kind.IsAssignableFrom(info.Type)))
        {
            return;
        }

        IEnumerable<PropertyInfo> properties = info.Type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(property => property.SetMethod is not null && property.Name != "EqualityContract");
        foreach (PropertyInfo property in properties)
        {
            JsonPropertyInfo added = info.CreateJsonPropertyInfo(property.PropertyType, property.Name);
            added.Get = property.GetValue;
            added.Set = property.SetValue;
            info.Properties.Add(added);
        }
    }
}
