using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// Finds only assemblies that a notebook references itself. By default a script also finds the references of its references.
/// This test assembly is one of them, and it references everything.
/// </summary>
internal sealed class DeclaredReferences : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        ScriptMetadataResolver.Default.ResolveReference(reference, baseFilePath, properties);

    public override bool Equals(object? other) => other is DeclaredReferences;

    public override int GetHashCode() => 0;
}
