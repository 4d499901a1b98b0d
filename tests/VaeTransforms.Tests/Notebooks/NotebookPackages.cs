using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyModel;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// Gives <c>#r "nuget: Name, version"</c> what a package would bring, itself and all it needs, out of what these tests were
/// built with: packages of ours are the projects as they stand.
/// </summary>
internal static partial class NotebookPackages
{
    private static readonly Dictionary<string, RuntimeLibrary> Libraries =
        DependencyContext.Load(typeof(NotebookPackages).Assembly)!.RuntimeLibraries.ToDictionary(library => library.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes those lines out of a cell: C# scripting itself knows nothing of packages, so a kernel does this too.</summary>
    /// <exception cref="InvalidDataException">The tests are not built with that package, or with another version of it.</exception>
    public static (string Code, IReadOnlyList<MetadataReference> References) Resolve(string cell)
    {
        IEnumerable<string> assemblies = Directive().Matches(cell)
            .SelectMany(directive => AssembliesOf(Find(directive.Groups["name"].Value, directive.Groups["version"].Value), []));
        return (Directive().Replace(cell, ""), [.. assemblies.Distinct().Select(path => MetadataReference.CreateFromFile(path))]);
    }

    private static RuntimeLibrary Find(string name, string version)
    {
        RuntimeLibrary library = Libraries.GetValueOrDefault(name)
            ?? throw new InvalidDataException($"The tests are not built with the package {name}, so its notebook cannot run in them.");
        return version.Length == 0 || version == library.Version
            ? library
            : throw new InvalidDataException($"The tests are built with {name} {library.Version}, but the notebook asks for {version}.");
    }

    private static IEnumerable<string> AssembliesOf(RuntimeLibrary library, HashSet<string> seen)
    {
        if (!seen.Add(library.Name))
        {
            return [];
        }

        IEnumerable<string> own = library.RuntimeAssemblyGroups
            .SelectMany(group => group.AssetPaths)
            .Select(path => Path.Combine(AppContext.BaseDirectory, Path.GetFileName(path)))
            .Where(File.Exists);
        return own.Concat(library.Dependencies
            .Select(dependency => Libraries.GetValueOrDefault(dependency.Name))
            .OfType<RuntimeLibrary>()
            .SelectMany(dependency => AssembliesOf(dependency, seen)));
    }

    [GeneratedRegex("""^#r "nuget: (?<name>[\w.-]+)(, (?<version>[\w.-]+))?"$""", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
