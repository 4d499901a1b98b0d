using Microsoft.ML.Runtime;

namespace VaeTransforms.Fitting;

/// <summary>The log of a fit.</summary>
/// <param name="channel">A channel of the context.</param>
internal sealed class FitLog(IChannel channel)
{
    // Lines contain counts, losses and slot names, which are part of the schema. They never contain the value of a row.
    private const MessageSensitivity Sensitivity = MessageSensitivity.Schema;

    public void Info(string line) => channel.Info(Sensitivity, line);

    public void Warning(string line) => channel.Warning(Sensitivity, line);

    /// <summary>Warns of what is not null.</summary>
    public void Warnings(params ReadOnlySpan<string?> lines)
    {
        foreach (string? line in lines)
        {
            if (line is not null)
            {
                Warning(line);
            }
        }
    }
}
