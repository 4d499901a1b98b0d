using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeTransforms.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Pipeline;

public sealed class MlEnvironmentTests
{
    [Fact]
    public void The_environment_of_either_catalog_writes_to_the_contexts_log()
    {
        var context = new MLContext();
        var messages = new List<string>();
        context.Log += (_, message) => messages.Add($"{message.Kind} {message.RawMessage}");

        Send(MlEnvironment.Of(context.Transforms), "from transforms");
        Send(MlEnvironment.Of(context.AnomalyDetection.Trainers), "from trainers");

        Assert.Contains("Warning from transforms", messages);
        Assert.Contains("Warning from trainers", messages);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(17)]
    public void The_seed_is_the_one_that_the_context_was_created_with(int? seed)
    {
        var context = new MLContext(seed);

        Assert.Equal(seed, MlEnvironment.Seed(MlEnvironment.Of(context.Transforms)));
        Assert.Equal(seed, MlEnvironment.Seed(MlEnvironment.Of(context.AnomalyDetection.Trainers)));
        Assert.Equal(seed, MlEnvironment.Seed(context));
        Assert.Equal(seed, MlEnvironment.Seed(((IHostEnvironment)context).Register("component")));
    }

    [Fact]
    public void The_seed_is_the_same_after_other_components_drew_from_the_context()
    {
        var context = new MLContext(17);
        IHostEnvironment environment = MlEnvironment.Of(context.Transforms);
        int firstDraw = environment.Register("component").Rand.Next();

        Assert.NotEqual(firstDraw, environment.Register("component").Rand.Next());
        Assert.Equal(17, MlEnvironment.Seed(environment));
    }

    private static void Send(IHostEnvironment environment, string message)
    {
        using IChannel channel = environment.Register("Vae").Start("Training");
        channel.Warning(MessageSensitivity.None, message);
    }
}
