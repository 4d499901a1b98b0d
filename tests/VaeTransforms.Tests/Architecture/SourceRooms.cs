using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using TypeDefinition = Mono.Cecil.TypeDefinition;

namespace VaeTransforms.Tests.Architecture;

/// <summary>Finds the folders that types were written in, from the portable PDB of their assembly.</summary>
/// <param name="assemblyPath">The assembly; the PDB stands beside it.</param>
internal sealed class SourceRooms(string assemblyPath) : IDisposable
{
    private const string Sources = "src/VaeTransforms/";

    // https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md#type-definition-documents-c--vb-compilers
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly MetadataReaderProvider _pdb =
        MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assemblyPath, ".pdb")));

    /// <summary>The rooms of a top-level type: one for a type in its place, more for one that is spread out.</summary>
    /// <returns>Folder names, empty for the root; nothing for what the compiler made up without a source.</returns>
    public string[] Of(TypeDefinition type)
    {
        string[] rooms = [.. Documents(type).Select(RoomOfDocument).OfType<string>().Distinct()];

        // Code that is generated at build stands in no folder; its namespace says where it belongs.
        return rooms.Length == 0 && type.Namespace.StartsWith("VaeTransforms.", StringComparison.Ordinal)
            ? [type.Namespace.Split('.')[1]]
            : rooms;
    }

    public void Dispose() => _pdb.Dispose();

    private IEnumerable<string> Documents(TypeDefinition type)
    {
        MetadataReader reader = _pdb.GetMetadataReader();
        IEnumerable<DocumentHandle> ofMethods = type.Methods
            .Select(method => reader.GetMethodDebugInformation(MetadataTokens.MethodDebugInformationHandle((int)method.MetadataToken.RID)))
            .SelectMany(method => method.GetSequencePoints().Select(point => point.Document));
        IEnumerable<DocumentHandle> ofType = reader
            .GetCustomDebugInformation(MetadataTokens.TypeDefinitionHandle((int)type.MetadataToken.RID))
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == TypeDefinitionDocuments)
            .SelectMany(information => DocumentsIn(reader.GetBlobReader(information.Value)));

        return ofMethods.Concat(ofType)
            .Where(handle => !handle.IsNil)
            .Distinct()
            .Select(handle => reader.GetString(reader.GetDocument(handle).Name))
            .Concat(type.NestedTypes.SelectMany(Documents));
    }

    private static List<DocumentHandle> DocumentsIn(BlobReader blob)
    {
        List<DocumentHandle> documents = [];
        while (blob.RemainingBytes > 0)
        {
            documents.Add(MetadataTokens.DocumentHandle(blob.ReadCompressedInteger()));
        }

        return documents;
    }

    private static string? RoomOfDocument(string document)
    {
        string path = document.Replace('\\', '/');
        int start = path.LastIndexOf(Sources, StringComparison.Ordinal);
        string[] folders = start < 0 ? ["obj"] : path[(start + Sources.Length)..].Split('/')[..^1];
        return folders is ["obj", ..] ? null : folders.FirstOrDefault("");
    }
}
