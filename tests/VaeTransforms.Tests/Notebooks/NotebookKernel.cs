using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>Runs the cells of a notebook, each with the state of the cells before it.</summary>
/// <remarks>
/// It replaces the kernel of Polyglot Notebooks, which also uses C# scripting, with the same language version and the same
/// imports. It redirects the console of its process.
/// </remarks>
internal static class NotebookKernel
{
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.CSharp12)
        .WithMetadataResolver(new DeclaredReferences())
        .WithReferences(FrameworkAssemblies()
            .Append(typeof(NotebookDisplay).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)))
        .AddImports(
            "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
            typeof(NotebookDisplay).FullName!);

    /// <param name="notebook">The notebook; its outputs are ignored.</param>
    /// <param name="name">The name for error messages.</param>
    /// <returns>The same cells with the outputs of this run.</returns>
    /// <exception cref="NotebookException">A cell does not compile, or throws.</exception>
    public static Notebook Run(Notebook notebook, string name)
    {
        ScriptOptions options = Options;
        ScriptState? state = null;
        int executed = 0;
        return new Notebook([.. notebook.Cells.Select(cell =>
            cell.IsCode ? cell with { Outputs = Execute(cell, ++executed) } : cell)]);

        NotebookOutput[] Execute(NotebookCell cell, int number)
        {
            using var outputs = new CellOutputs();
            try
            {
                (string code, IReadOnlyList<MetadataReference> references) = NotebookPackages.Resolve(cell.Text);
                options = options.AddReferences(references);
                Task<ScriptState<object>> run = state is null
                    ? CSharpScript.RunAsync(code, options)
                    : state.ContinueWithAsync(code, options);
                state = run.GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                throw new NotebookException($"{name}, cell [{number}]: {e.Message}\n{cell.Text}", e);
            }

            return outputs.ToArray();
        }
    }

    private static IEnumerable<string> FrameworkAssemblies()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework);
    }
}

/// <summary>A cell of a notebook failed.</summary>
internal sealed class NotebookException(string message, Exception innerException) : Exception(message, innerException);
