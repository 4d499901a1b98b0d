using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyModel;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// Resolves <c>#r "nuget: Name, version"</c> to the package and its dependencies in the output folder of these tests. This
/// library's own packages are the current projects.
/// </summary>
internal static partial class NotebookPackages
{
    private static readonly Dictionary<string, RuntimeLibrary> Libraries =
        DependencyContext.Load(typeof(NotebookPackages).Assembly)!.RuntimeLibraries
            .ToDictionary(library => library.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Removes these lines from a cell, as a notebook kernel does. C# scripting does not support packages.</summary>
    /// <exception cref="InvalidDataException">
    /// The tests are built without that package, or with another version of it.
    /// </exception>
    public static (string Code, IReadOnlyList<MetadataReference> References) Resolve(string cell)
    {
        IEnumerable<string> assemblies = Directive().Matches(cell)
            .SelectMany(directive => AssembliesOf(Find(directive.Groups["name"].Value, directive.Groups["version"].Value), []));
        return (Directive().Replace(cell, ""), [.. assemblies.Distinct().Select(path => MetadataReference.CreateFromFile(path))]);
    }

    private static RuntimeLibrary Find(string name, string version)
    {
        RuntimeLibrary library = Libraries.GetValueOrDefault(name)
            ?? throw new InvalidDataException(
                $"The tests are not built with the package {name}, so the notebook cannot run. "
                + "Add the package to the test project.");
        return version.Length == 0 || version == library.Version
            ? library
            : throw new InvalidDataException(
                $"The tests are built with {name} {library.Version}, but the notebook references {version}.");
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
