using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

/// <summary>What a model's latent space is like: measures, and tools to look around in it.</summary>
public static partial class LatentSpace
{
    /// <summary>
    /// Measures which dimensions are in use, how the codes lie to the prior, and whether the space is continuous and complete.
    /// </summary>
    /// <param name="model">The model; it is left as it is.</param>
    /// <param name="data">Rows that may be new; NaN and infinite ones are left out and counted. Is read once.</param>
    /// <param name="options">How to measure; null for the defaults.</param>
    /// <returns>The same for the same model, rows and options.</returns>
    /// <exception cref="ArgumentException">
    /// The column is missing or does not fit the model, or there are no more rows than neighbours asked for.
    /// </exception>
    public static LatentSpaceReport Analyze(VaeModel model, IDataView data, LatentSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new LatentSpaceOptions();
        FeatureColumn column = FeatureColumn.Find(data.Schema, options.InputColumnName ?? model.InputColumnName, model.Architecture.InputSize);

        using DataViewRowCursor cursor = data.GetRowCursor([column.Column]);
        using var survey = new LatentSurvey(model.Scorer, options);
        var reader = new FeatureReader(cursor, column);
        var row = new float[column.Size];
        while (cursor.MoveNext())
        {
            reader.Read(row);
            survey.Add(row);
        }

        return survey.Result($"column '{column.Name}'");
    }
}
