using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace VaeTransforms.Tests.Architecture;

/// <summary>What the types of a compiled assembly use, and the rooms they stand in.</summary>
internal sealed class CompiledHouse : IDisposable
{
    private readonly ModuleDefinition _module;
    private readonly SourceRooms _sources;

    public CompiledHouse(string assemblyPath)
    {
        _module = ModuleDefinition.ReadModule(assemblyPath);
        _sources = new SourceRooms(assemblyPath);
        Rooms = _module.Types.Where(type => !IsMadeUp(type)).ToDictionary(type => type.FullName, _sources.Of);
    }

    /// <summary>The rooms of each top-level type, by its full name. One each, or something is wrong.</summary>
    public IReadOnlyDictionary<string, string[]> Rooms { get; }

    /// <summary>Every use of a type by another; nested and compiler-made types speak for the type around them.</summary>
    public IEnumerable<Use> Uses() =>
        from type in _module.Types
        where Rooms.ContainsKey(type.FullName)
        from used in WithNested(type).SelectMany(References).SelectMany(Parts)
        let outermost = Outermost(used)
        where outermost.FullName != type.FullName
        let isOwn = outermost.Scope == _module
        where !isOwn || Rooms.ContainsKey(outermost.FullName)
        from room in Rooms[type.FullName]
        from usedRoom in isOwn ? Rooms[outermost.FullName] : new string?[] { null }
        select new Use(type.FullName, room, outermost.FullName, usedRoom, outermost.Scope.Name);

    /// <summary>
    /// Types that cannot be loaded without an assembly: those that derive from its types, implement them, build their
    /// base or an interface from them, or have a field with a value of them inside.
    /// </summary>
    public IEnumerable<string> TypesThatLoadOnlyWith(string assembly) =>
        from type in _module.Types.SelectMany(WithNested)
        let parents = type.Interfaces.Select(i => i.InterfaceType).Append(type.BaseType).OfType<TypeReference>()
        let values = type.Fields.Select(field => field.FieldType).Where(field => field.IsValueType)
        from needed in parents.Concat(values).SelectMany(Parts).Where(part => part.Scope.Name == assembly)
        select $"{type.FullName} needs {needed.FullName} of {assembly} to be loaded";

    public void Dispose()
    {
        _sources.Dispose();
        _module.Dispose();
    }

    private static bool IsMadeUp(TypeDefinition type) => type.Name.StartsWith('<')
        || type.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == typeof(CompilerGeneratedAttribute).FullName);

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<TypeReference> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. Constraints(type),
        .. Attributes(type),
        .. type.Fields.SelectMany(Attributes),
        .. type.Properties.SelectMany(Attributes),
        .. type.Events.SelectMany(Attributes),
        .. type.Methods.SelectMany(References),
    ];

    private static IEnumerable<TypeReference> References(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. Constraints(method),
        .. Attributes(method),
        .. method.Parameters.SelectMany(Attributes),
        .. method.HasBody ? References(method.Body) : [],
    ];

    private static IEnumerable<TypeReference> References(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. method.GenericArguments, .. Operand(method.ElementMethod)],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        IMethodSignature signature => Signature(signature),
        _ => [],
    };

    private static IEnumerable<TypeReference> Signature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes
        .SelectMany(attribute => attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>()
            .Append(attribute.AttributeType));

    // The named types inside arrays, by-reference types, generic instances and the like; Cecil gives null for no type.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        FunctionPointerType pointer => Signature(pointer).SelectMany(Parts),
        IModifierType modified => Parts(modified.ElementType).Concat(Parts(modified.ModifierType)),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        { } named => [named],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);
}
