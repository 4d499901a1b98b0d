using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Ends its process while a fit runs on a background thread.</summary>
public sealed class EndsWhileItTrainsTests
{
    [Theory]
    [InlineData(nameof(Process_that_returns))]
    [InlineData(nameof(Process_that_exits))]
    [InlineData(nameof(Process_that_exits_in_a_callback))]
    public async Task Nothing_is_thrown_on_the_way_out(string end)
    {
        Action method = end switch
        {
            nameof(Process_that_returns) => Process_that_returns,
            nameof(Process_that_exits) => Process_that_exits,
            _ => Process_that_exits_in_a_callback,
        };
        using Process process = FreshProcess.Start(method, AppContext.BaseDirectory);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, "", ""), (process.ExitCode, output, await errors));
    }

    private static void Process_that_returns() => Train(_ => { }).Wait();

    private static void Process_that_exits()
    {
        Train(_ => { }).Wait();
        Environment.Exit(0);
    }

    private static void Process_that_exits_in_a_callback()
    {
        Train(epoch => Environment.Exit(0)).Wait();
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Trains in the background.</summary>
    /// <param name="onEpoch">Called after the second epoch.</param>
    /// <returns>Is set after the first epoch.</returns>
    private static ManualResetEventSlim Train(Action<int> onEpoch)
    {
        var hasBegun = new ManualResetEventSlim();
        var options = new VaeOptions
        {
            Epochs = 100_000,
            Seed = 1,
            Progress = new EpochListener(progress =>
            {
                hasBegun.Set();
                if (progress.Latest.Epoch == 2)
                {
                    onEpoch(2);
                }
            }),
        };
        var random = new Random(1);
        Row[] rows =
            [.. Enumerable.Range(0, 2000).Select(_ => new Row { Features = [random.NextSingle(), random.NextSingle()] })];
        var thread = new Thread(() =>
        {
            var ml = new MLContext(1);
            ml.Transforms.VaeEncode("Latent", "Features", options).Fit(ml.Data.LoadFromEnumerable(rows)).Dispose();
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return hasBegun;
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
