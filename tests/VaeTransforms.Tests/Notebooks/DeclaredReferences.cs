using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// Finds no assembly that a notebook has not referenced: by default a script would also find what its references reference,
/// and these tests, which are one of them, reference everything.
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
