// Loads what Train.cs saved, in an application that references VaeTransforms.Serving alone, and writes the same scores.
using Microsoft.ML;
using VaeTransforms;
using VaeTransforms.OwnFormulas;

Environment.CurrentDirectory = args[0];
var mlContext = new MLContext();
foreach (string name in new[] { "pipeline", "detector" })
{
    Row.WriteScores($"{name}.served", Row.Scores(mlContext, mlContext.Model.Load($"{name}.zip", out _)));
}

ModelFormulas.Register<PairSumLayer>();
ModelFormulas.Register<GainLayer>();
ModelFormulas.Register<CauchyLikelihood>();
using VaeModel own = VaeModel.Load("own.onnx");
Row.WriteScores("own.served", Row.Some(25, seed: 2).Select(row => own.Score(row.Features)));
