using System.Text.Json.Serialization;
using Microsoft.ML.Data;

/// <summary>A row of the data. Put your own columns here, and their names into <see cref="Columns"/>.</summary>
public sealed class Reading
{
    /// <summary>The columns that the detector reads: numbers, text, Booleans or times.</summary>
    public static readonly string[] Columns = [nameof(Temperature), nameof(Pressure), nameof(Vibration), nameof(Mode)];

    [LoadColumn(0), JsonRequired]
    public float Temperature { get; set; }

    [LoadColumn(1), JsonRequired]
    public float Pressure { get; set; }

    [LoadColumn(2), JsonRequired]
    public float Vibration { get; set; }

    [LoadColumn(3), JsonRequired]
    public string Mode { get; set; } = "";
}
