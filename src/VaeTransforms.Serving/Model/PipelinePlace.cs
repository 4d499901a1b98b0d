using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace VaeTransforms.Model;

/// <summary>
/// How a model stood in a pipeline: what it read, and which columns it added. With it a model can become a transformer again.
/// </summary>
internal sealed record PipelinePlace
{
    /// <summary>The columns that it added, in order.</summary>
    public required AddedColumn[] Columns { get; init; }

    /// <summary>Whether the values of the column that it read are Doubles; otherwise they are Singles.</summary>
    public bool ReadsDoubles { get; init; }

    /// <summary>The type of the values of the column that it read.</summary>
    [JsonIgnore]
    public PrimitiveDataViewType ItemType => ReadsDoubles ? NumberDataViewType.Double : NumberDataViewType.Single;

    /// <summary>Whether it found the slots of the column by their names.</summary>
    public bool ReordersSlots { get; init; }

    /// <summary>Whether the posterior mean is annotated as normalized.</summary>
    public bool LatentIsNormalized { get; init; }
}

/// <summary>A column that a model adds.</summary>
/// <param name="Name">The name in the schema.</param>
/// <param name="Output">The name of the model's output.</param>
/// <param name="IsLabel">Whether the column says that the output is above the threshold.</param>
/// <param name="Part">Which vector of the output the column is, where the output is several of them beside each other.</param>
internal sealed record AddedColumn(string Name, string Output, bool IsLabel, int Part);
