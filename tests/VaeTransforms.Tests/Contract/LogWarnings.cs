using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeTransforms.Tests.Contract;

/// <summary>What a context warns of.</summary>
internal static class LogWarnings
{
    /// <summary>A list that fills with the warnings of a context.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="beginning">Only those that begin so. Default: all.</param>
    public static List<string> Of(MLContext ml, string beginning = "")
    {
        var warnings = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning && e.RawMessage.StartsWith(beginning, StringComparison.Ordinal))
            {
                warnings.Add(e.RawMessage);
            }
        };
        return warnings;
    }
}
