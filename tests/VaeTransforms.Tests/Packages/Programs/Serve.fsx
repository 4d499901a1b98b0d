// Scores the rows of Row.cs with the detector that Train.cs saved. Arguments: the folder.
#r "nuget: VaeTransforms.Serving, VERSION"

open System
open System.Globalization
open System.IO
open Microsoft.ML
open VaeTransforms

let folder = fsi.CommandLineArgs[1]

let rows =
    let random = Random 2
    Array.init 25 (fun _ ->
        let position = random.NextDouble()
        Array.init 6 (fun i -> float32 (sin (float (i + 1) * position) + random.NextDouble() / 10.0)))

let pipeline, _ = MLContext().Model.Load(Path.Combine(folder, "detector.zip"))
let model = VaeModel.FromTransformer pipeline
File.WriteAllLines(
    Path.Combine(folder, "script.served"),
    model.Score rows |> Array.map _.ToString("R", CultureInfo.InvariantCulture))
