using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>Measures the latent space of a trained model, and answers questions about it.</summary>
public static partial class LatentSpace
{
    /// <summary>
    /// Measures which dimensions are in use, how far the codes are from the prior, and whether the space is continuous and
    /// complete.
    /// </summary>
    /// <param name="model">The model. It is not changed.</param>
    /// <param name="data">
    /// The rows, which may be new to the model. They are read once. Rows with NaN or infinity are skipped and counted.
    /// </param>
    /// <param name="options">How to measure. Default: null, for all defaults.</param>
    /// <returns>The report. The same model, rows and options give the same report.</returns>
    /// <exception cref="ArgumentException">
    /// The column is missing or does not fit the model, or there are too few rows with finite values: at least
    /// <see cref="LatentSpaceOptions.Neighbors"/> + 1 are needed.
    /// </exception>
    public static LatentSpaceReport Analyze(VaeModel model, IDataView data, LatentSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new LatentSpaceOptions();
        IRowInputs inputs = ModelInputs.Find(data.Schema, model.Trained, options.InputColumnName);

        using DataViewRowCursor cursor = data.GetRowCursor(inputs.Columns);
        using var survey = new LatentSurvey(model.Scorer, options);
        RowReader reader = inputs.CreateReader(cursor);
        var row = new float[inputs.Size];
        while (cursor.MoveNext())
        {
            reader.Read(row);
            survey.Add(row);
        }

        return survey.Result($"column '{inputs.Name}'");
    }
}
