using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

public sealed class DisposalTests
{
    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_disposed_transformer_throws_and_can_be_disposed_again(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);
        IDataView view = fitted.Transform(data);
        VaeModel model = Subjects.ModelOf(fitted);

        ((IDisposable)fitted).Dispose();
        ((IDisposable)fitted).Dispose();

        Assert.Throws<ObjectDisposedException>(() => fitted.Transform(data));
        Assert.Throws<ObjectDisposedException>(() => fitted.GetRowToRowMapper(data.Schema));
        Assert.Throws<ObjectDisposedException>(() => ml.Model.Save(fitted, data.Schema, new MemoryStream()));
        Assert.Throws<ObjectDisposedException>(() => Table.Read(view));
        Assert.Throws<ObjectDisposedException>(() => model.Encode(new float[Width]));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_chain_disposes_its_transformers(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        TransformerChain<ITransformer> chain = ml.Transforms.NormalizeMinMax("Features").Append(subject.Create(ml)).Fit(data);
        ITransformer inner = chain.LastTransformer;

        chain.Dispose();

        Assert.Throws<ObjectDisposedException>(() => inner.Transform(data));
    }

    /// <summary>ML.NET decides that: an engine owns its transformer unless the options say otherwise.</summary>
    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_prediction_engine_disposes_its_transformer_unless_OwnsTransformer_is_false(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ITransformer fitted = subject.Create(ml).Fit(data);

        ml.Model.CreatePredictionEngine<Sheet, Sheet>(fitted, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.Equal(60, Table.Read(fitted.Transform(data))["Surprise"].Length);

        ml.Model.CreatePredictionEngine<Sheet, Sheet>(fitted).Dispose();
        Assert.Contains(
            "unless PredictionEngineOptions.OwnsTransformer is false",
            Assert.Throws<ObjectDisposedException>(() => fitted.Transform(data)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_model_taken_from_a_transformer_outlives_it(Subject subject)
    {
        var ml = new MLContext(1);
        ITransformer fitted = subject.Create(ml).Fit(View(ml, Rows(60)));
        using VaeModel model = VaeModel.FromTransformer(fitted);

        ((IDisposable)fitted).Dispose();

        Assert.Equal(3, model.Encode(Rows(1)[0].Features).Length);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public async Task Disposing_while_others_read_gives_them_values_or_an_ObjectDisposedException(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(2000));
        ITransformer fitted = subject.Create(ml).Fit(View(ml, Rows(60)));
        IDataView view = fitted.Transform(data);
        using var started = new ManualResetEventSlim();

        Task reading = Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                Table.Read(view);
                started.Set();
            }
        });
        started.Wait();
        ((IDisposable)fitted).Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
    }
}
