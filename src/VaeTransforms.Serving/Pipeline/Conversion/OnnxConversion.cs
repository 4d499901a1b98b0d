using System.Diagnostics;
using System.Reflection;

namespace VaeTransforms.Pipeline;

/// <summary>Refuses ML.NET's <c>ConvertToOnnx</c>, which would write a graph without the VAE.</summary>
/// <remarks>
/// The converter looks for an interface that is internal to ML.NET. It takes a view without it for the source of the data, and
/// does not say so. It asks such a view for nothing that others do not ask for too, so only the call stack tells it apart.
/// </remarks>
internal static class OnnxConversion
{
    private const string Converter = "Microsoft.ML.OnnxConverter,";

    /// <param name="estimator">The estimator, as callers write it.</param>
    /// <exception cref="NotSupportedException">The caller is ML.NET's converter.</exception>
    public static void Refuse(string estimator)
    {
        // A walk through the stack takes microseconds, so it is for processes that have the converter.
        if (AppDomain.CurrentDomain.GetAssemblies().Any(IsConverter)
            && new StackTrace().GetFrames().Any(frame => IsConverter(frame.GetMethod()?.DeclaringType?.Assembly)))
        {
            throw new NotSupportedException(
                $"ConvertToOnnx converts ML.NET's own transformers only, but the pipeline contains {estimator}: the graph would "
                    + "be without the VAE. Use mlContext.Model.ConvertVaeToOnnx(pipeline, data, stream, "
                    + "mlContext.Model.ConvertToOnnx), which converts both; or export the VAE alone with VaeModel.SaveOnnx.");
        }
    }

    private static bool IsConverter(Assembly? assembly) =>
        assembly?.FullName?.StartsWith(Converter, StringComparison.Ordinal) == true;
}
