using Microsoft.Extensions.Options;

/// <summary>Looks for a new model file. Events of the file system do not reach every mounted folder of a container.</summary>
public sealed class ModelWatcher(Detector detector, IOptions<DetectorOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            detector.Refresh();
        }
    }
}
