using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Saves local times to Parquet where the clock is not at UTC: a fit on the file must read the same ticks.</summary>
[Collection(typeof(Alone))]
public sealed class SavesLocalTimesTests : IDisposable
{
    private const string Zone = "TZ";

    private readonly string? _zone = Environment.GetEnvironmentVariable(Zone);
    private readonly string _file = Path.GetTempFileName();

    public SavesLocalTimesTests() => SetZone("America/New_York");

    [Fact]
    public void They_are_loaded_as_they_were()
    {
        var ml = new MLContext(1);
        Visit[] visits = [new() { At = new DateTime(2024, 3, 31, 0, 0, 0, DateTimeKind.Local) }];
        Assert.NotEqual(visits[0].At, visits[0].At.ToUniversalTime());

        ml.Data.SaveAsParquet(ml.Data.LoadFromEnumerable(visits), _file);

        Assert.Equal(visits[0].At.Ticks, ml.Data.LoadParquet(_file).GetColumn<DateTime>("At").Single().Ticks);
    }

    public void Dispose()
    {
        SetZone(_zone);
        File.Delete(_file);
    }

    private static void SetZone(string? zone)
    {
        Environment.SetEnvironmentVariable(Zone, zone);
        TimeZoneInfo.ClearCachedData();
    }

    private sealed class Visit
    {
        public DateTime At { get; set; }
    }
}
