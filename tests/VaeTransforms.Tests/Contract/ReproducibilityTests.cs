using System.Globalization;
using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>The same seed gives the same model file to the byte.</summary>
public sealed class ReproducibilityTests
{
    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Other_uses_of_a_seeded_context_do_not_change_a_fit(Subject subject)
    {
        var ml = new MLContext(5);
        byte[] first = Fit(ml, subject);
        ml.Clustering.Trainers.KMeans("Features", numberOfClusters: 2).Fit(View(ml, Rows(60)));

        Assert.Equal(first, Fit(ml, subject));
        Assert.Equal(first, Fit(new MLContext(5), subject));
        Assert.NotEqual(first, Fit(new MLContext(6), subject));
        Assert.NotEqual(Fit(new MLContext(), subject), Fit(new MLContext(), subject));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_seed_of_the_options_has_priority_over_the_seed_of_the_context(Subject subject)
    {
        byte[] seeded = Fit(new MLContext(1), subject, Quick with { Seed = 5 });

        Assert.Equal(seeded, Fit(new MLContext(), subject, Quick with { Seed = 5 }));
        Assert.Equal(seeded, Fit(new MLContext(5), subject));
        Assert.NotEqual(seeded, Fit(new MLContext(1), subject, Quick with { Seed = -5 }));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Every_seed_is_valid(int seed)
    {
        foreach (Subject subject in Subjects.Both.Select(row => row.Data))
        {
            Assert.Equal(Fit(new MLContext(seed), subject), Fit(new MLContext(seed), subject));
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_culture_changes_nothing(string culture)
    {
        foreach (Subject subject in Subjects.Both.Select(row => row.Data))
        {
            byte[] expected = Fit(new MLContext(5), subject);
            byte[] actual = InCulture(culture, () =>
            {
                var ml = new MLContext(5);
                ITransformer fitted = subject.Create(ml).Fit(View(ml, Rows(60)));
                ITransformer loaded = Subjects.SaveAndLoad(fitted, null, out _);
                IDataView rows = View(ml, Rows(60));
                Table.AssertNear(Table.Read(fitted.Transform(rows)), Table.Read(loaded.Transform(rows)));
                return SavingTests.Bytes(VaeModel.FromTransformer(loaded));
            });

            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Fits_that_run_together_do_not_disturb_each_other(Subject subject)
    {
        byte[][] expected = [Fit(new MLContext(1), subject), Fit(new MLContext(2), subject)];
        var actual = new byte[8][];

        Parallel.For(0, actual.Length, i => actual[i] = Fit(new MLContext(1 + (i % 2)), subject));

        Assert.All(actual.Select((bytes, i) => (bytes, i)), model => Assert.Equal(expected[model.i % 2], model.bytes));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void One_estimator_fits_the_same_model_again_and_another_on_other_rows(Subject subject)
    {
        var ml = new MLContext(5);
        IEstimator<ITransformer> estimator = subject.Create(ml);

        byte[] Bytes(Sheet[] rows) => SavingTests.Bytes(Subjects.ModelOf(estimator.Fit(View(ml, rows))));

        byte[] first = Bytes(Rows(60));
        Assert.NotEqual(first, Bytes(Rows(60, seed: 1)));
        Assert.Equal(first, Bytes(Rows(60)));
    }

    private static byte[] Fit(MLContext ml, Subject subject, VaeOptions? options = null)
    {
        using var fitted = (IDisposable)subject.Create(ml, options).Fit(View(ml, Rows(60)));
        return SavingTests.Bytes(Subjects.ModelOf((ITransformer)fitted));
    }

    /// <summary>Runs on a separate thread, so that the culture of other tests does not change.</summary>
    private static T InCulture<T>(string name, Func<T> run)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
            try
            {
                result = run();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException($"In {name}: {failure.Message}", failure);
    }
}
