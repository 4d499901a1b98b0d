using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace VaeTransforms.Tests.Docs;

/// <summary>Snippets of a page as one program, as a reader would paste them into Program.cs one below the other.</summary>
/// <remarks>Not a script: scripts do not take <c>using</c> declarations.</remarks>
internal static class DocProgram
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    // The directives of a project with ImplicitUsings.
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """,
        Language);

    // Everything that the tests run with.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <exception cref="InvalidDataException">The program does not compile; the message names the line in the page.</exception>
    /// <exception cref="TargetInvocationException">The program throws.</exception>
    public static void Run(string page, IReadOnlyList<DocSnippet> snippets)
    {
        if (snippets.Count > 0)
        {
            MethodInfo main = Compile(page, snippets).EntryPoint!;
            main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
        }
    }

    /// <exception cref="InvalidDataException">The program does not compile; the message names the line in the page.</exception>
    public static Assembly Compile(string page, IReadOnlyList<DocSnippet> snippets)
    {
        var compilation = CSharpCompilation.Create(
            $"{page.Replace('/', '-')} {snippets[0].Line}",
            [ImplicitUsings, CSharpSyntaxTree.ParseText(Source(page, snippets), Language, path: page, encoding: Encoding.UTF8)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        string[] errors =
        [
            .. compilation.Emit(image, symbols).Diagnostics
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(Text),
        ];
        return errors.Length == 0
            ? Assembly.Load(image.ToArray(), symbols.ToArray())
            : throw new InvalidDataException(string.Join("\n", errors));

        static string Text(Diagnostic error) =>
            $"{error.Location.GetMappedLineSpan()}: {error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// The directives of all snippets, then their statements, then their types: the order that a program needs.
    /// </summary>
    private static string Source(string page, IReadOnlyList<DocSnippet> snippets)
    {
        var directives = new StringBuilder();
        var statements = new StringBuilder();
        var types = new StringBuilder();
        foreach (DocSnippet snippet in snippets)
        {
            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(snippet.Code, Language).GetCompilationUnitRoot();
            foreach (UsingDirectiveSyntax directive in unit.Usings)
            {
                directives.Append(Placed(snippet, directive));
            }

            foreach (MemberDeclarationSyntax member in unit.Members)
            {
                (member is GlobalStatementSyntax ? statements : types).Append(Placed(snippet, member));
            }
        }

        return $"{directives}{statements}{types}";

        // The line makes errors and stack traces name the page and the line in it.
        string Placed(DocSnippet snippet, SyntaxNode node)
        {
            int line = snippet.Line + snippet.Code.AsSpan(0, node.FullSpan.Start).Count('\n');
            return $"#line {line} \"{page}\"\n{node.ToFullString()}\n";
        }
    }
}
