using Microsoft.ML;
using TorchSharp;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Counts in a separate process, because other tests create tensors and use memory too.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public void Fifty_fits_leave_no_tensors_and_no_memory() =>
        FreshProcess.AssertPasses(FreshProcess.Start(Work, AppContext.BaseDirectory));

    [Fact]
    public async Task A_fit_prints_nothing_and_does_not_change_the_process()
    {
        using System.Diagnostics.Process process = FreshProcess.Start(Quietly, AppContext.BaseDirectory);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("", output);
        Assert.Equal("", await errors);
        Assert.Equal(0, process.ExitCode);
    }

    private static void Work()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));

        // In the first rounds, caches and arenas fill and code is compiled again. After that, memory must not grow.
        Fits(ml, data, 40);
        (long managed, long resident) = Memory();
        Fits(ml, data, 50);
        (long managedAfter, long residentAfter) = Memory();

        Assert.Equal(0, torch.Tensor.TotalCount);
        Assert.True(managedAfter < managed + 500_000, $"{managed} and then {managedAfter} bytes managed");
        Assert.True(residentAfter < resident + 20_000_000, $"{resident} and then {residentAfter} bytes resident");
    }

    private static void Fits(MLContext ml, IDataView data, int count)
    {
        for (int i = 0; i < count; i++)
        {
            foreach (Subject subject in Enum.GetValues<Subject>())
            {
                using var fitted = (IDisposable)subject.Create(ml, Quick with { Epochs = 1, HiddenLayers = [64] }).Fit(data);
                Table.Read(((ITransformer)fitted).Transform(data));
            }
        }
    }

    private static (long Managed, long Resident) Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }

    private static void Quietly()
    {
        int torchThreads = -1;
        foreach (Subject subject in Enum.GetValues<Subject>())
        {
            var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().Order().ToArray();
            string folder = Environment.CurrentDirectory;
            (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
            var culture = Thread.CurrentThread.CurrentCulture;

            var ml = new MLContext(1);
            IDataView data = View(ml, Rows(100));
            ITransformer fitted = subject.Create(ml).Fit(data);
            Table.Read(fitted.Transform(data));
            ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
            Table.Read(loaded.Transform(data));
            Assert.Throws<ArgumentException>(() => subject.Create(ml, input: "Nothing").Fit(data));

            Assert.Equal(environment, Environment.GetEnvironmentVariables().Keys.Cast<string>().Order());
            Assert.Equal(folder, Environment.CurrentDirectory);
            Assert.Same(output, Console.Out);
            Assert.Same(errors, Console.Error);
            Assert.Same(culture, Thread.CurrentThread.CurrentCulture);
            Assert.Equal(torchThreads < 0 ? torchThreads = torch.get_num_threads() : torchThreads, torch.get_num_threads());
        }
    }
}
