/// <summary>The section Detector of the configuration.</summary>
public sealed class DetectorOptions
{
    /// <summary>The file that <c>mlContext.Model.Save</c> wrote.</summary>
    public string Path { get; set; } = "model.zip";

    /// <summary>How often to look for a new file.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many requests are scored at the same time; 0 for the number of processors.</summary>
    public int Parallel { get; set; }

    /// <summary>How many more may wait; the others get 503.</summary>
    public int Waiting { get; set; } = 64;
}
