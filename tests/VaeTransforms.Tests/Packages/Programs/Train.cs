// Fits a pipeline, a detector and a model with formulas of its own, saves them, and writes the scores of some rows.
using Microsoft.ML;
using VaeTransforms;
using VaeTransforms.OwnFormulas;

Environment.CurrentDirectory = args[0];
var mlContext = new MLContext(seed: 1);
IDataView rows = mlContext.Data.LoadFromEnumerable(Row.Some(200, seed: 1));
var quick = new VaeOptions { LatentDimension = 2, HiddenLayers = [8], Epochs = 3, ScoreColumnName = "Score" };

ITransformer pipeline = mlContext.Transforms.NormalizeMinMax("Features")
    .Append(mlContext.Transforms.VaeEncode("Latent", "Features", quick))
    .Fit(rows);
mlContext.Model.Save(pipeline, rows.Schema, "pipeline.zip");
Row.WriteScores("pipeline.fitted", Row.Scores(mlContext, pipeline));

VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
    .Vae("Features", new VaeAnomalyOptions { Vae = quick })
    .Fit(rows);
mlContext.Model.Save(detector, rows.Schema, "detector.zip");
Row.WriteScores("detector.fitted", Row.Scores(mlContext, detector));

VaeTransformer own = mlContext.Transforms.VaeEncode("Latent", "Features", quick with
{
    HiddenLayers = null,
    Network = new VaeNetwork
    {
        Encoder = [Layer.Dense(8), Layer.Tanh, new PairSumLayer(), new GainLayer(0.5)],
        Decoder = [Layer.Dense(8), Layer.Relu],
    },
    Likelihood = new CauchyLikelihood(),
}).Fit(rows);
own.Model.Save("own.onnx");
Row.WriteScores("own.fitted", Row.Some(25, seed: 2).Select(row => own.Model.Score(row.Features)));
