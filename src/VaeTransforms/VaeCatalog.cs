using System.Runtime.CompilerServices;
using VaeTransforms;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;

namespace Microsoft.ML;

/// <summary>Adds variational autoencoders to the catalogs of ML.NET.</summary>
public static class VaeCatalog
{
    /// <summary>
    /// Trains a variational autoencoder on a vector column, and adds the mean of the latent posterior of each row. Use it as
    /// features for clustering, classification or anomaly detection.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">The column to add: the latent mean, Vector&lt;Single, K&gt;.</param>
    /// <param name="inputColumnName">
    /// The column to read: a vector of fixed size of Single or Double. Default: null, the column named
    /// <paramref name="outputColumnName"/>, which the new column then replaces.
    /// </param>
    /// <param name="latentDimension">K. Default: null, half the number of input values, from 2 to 16.</param>
    /// <exception cref="ArgumentException">A name is empty, or the dimension is below 1.</exception>
    public static VaeEstimator VaeEncode(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, int? latentDimension = null) =>
        catalog.VaeEncode(outputColumnName, inputColumnName, new VaeOptions { LatentDimension = latentDimension });

    /// <summary>
    /// Trains a variational autoencoder on a vector column. It adds the mean of the latent posterior of each row, and the
    /// columns that the options name.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">The column to add: the latent mean, Vector&lt;Single, K&gt;.</param>
    /// <param name="inputColumnName">
    /// The column to read: a vector of fixed size of Single or Double. Null means the column named
    /// <paramref name="outputColumnName"/>, which the new column then replaces.
    /// </param>
    /// <param name="options">Network, training and optional columns.</param>
    /// <exception cref="ArgumentException">A name is empty or used twice, or two options contradict each other.</exception>
    [OverloadResolutionPriority(1)]
    public static VaeEstimator VaeEncode(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, VaeOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeEstimator(
            MlEnvironment.Of(catalog),
            OutputColumn.Of(outputColumnName, VaeOutputs.Mean),
            InputNames.OfVector(inputColumnName ?? outputColumnName),
            options);
    }

    /// <summary>
    /// Trains a variational autoencoder on the columns of a table as they come. It adds the mean of the latent posterior of each
    /// row, and the columns that the options name.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">The column to add: the latent mean, Vector&lt;Single, K&gt;.</param>
    /// <param name="inputColumnNames">
    /// The columns to read, at least one: numbers of any type, Booleans, DateTime, TimeSpan, text, keys, and vectors of numbers
    /// of a fixed size. Text and keys are categories.
    /// </param>
    /// <param name="options">Network, likelihoods, training and optional columns. Default: null, all defaults.</param>
    /// <exception cref="ArgumentException">A name is empty or used twice, or two options contradict each other.</exception>
    public static VaeEstimator VaeEncode(
        this TransformsCatalog catalog, string outputColumnName, string[] inputColumnNames, VaeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeEstimator(
            MlEnvironment.Of(catalog),
            OutputColumn.Of(outputColumnName, VaeOutputs.Mean),
            InputNames.OfTable(inputColumnNames),
            options ?? new VaeOptions());
    }

    /// <summary>
    /// Trains a variational autoencoder on a vector column with missing values, and adds the column without gaps: present values
    /// stay, and each missing one is what the model expects given the others.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">The column to add: Vector&lt;Single, D&gt;.</param>
    /// <param name="inputColumnName">
    /// The column to read: a vector of fixed size of Single or Double; NaN is a missing value. Default: null, the column named
    /// <paramref name="outputColumnName"/>, which the new column then replaces.
    /// </param>
    /// <param name="options">
    /// Network, training and optional columns. <see cref="VaeOptions.MissingValues"/> is Mask, whatever they say. Default: null,
    /// all defaults.
    /// </param>
    /// <param name="imputations">
    /// The number of draws to add for multiple imputation, from 0 to 100. Draw 1 is the column <c>outputColumnName.1</c>, and so
    /// on: Vector&lt;Single, D&gt;, the row with a random value in each gap. A draw takes one point of the posterior of the row,
    /// and draws all its values from the likelihood there. A row has the same draws in every process and after saving. Draws of
    /// different rows are independent; equal rows have equal draws. Default: 0, no such columns.
    /// </param>
    /// <remarks>
    /// The pipeline fills gaps with the reconstruction at the posterior mean; the slots of a category get the probabilities of
    /// its values. <see cref="VaeModel.Impute(IReadOnlyList{float[]}, int)"/> averages over weighted draws, which is a little
    /// more accurate, and also gives draws and intervals. For the columns of a table use
    /// <see cref="VaeModel.Impute(IDataView, int)"/>, which gives them back in their own types.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A name is empty or used twice, two options contradict each other, or a pipeline cannot draw from the likelihood:
    /// <c>Poisson</c>, <c>NegativeBinomial</c>, or one of your own.
    /// </exception>
    public static VaeEstimator VaeImpute(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        VaeOptions? options = null,
        int imputations = 0)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        OptionRule.Check(imputations, imputations is >= 0 and <= 100, "must be from 0 to 100.", nameof(imputations));
        VaeOptions masked = (options ?? new VaeOptions()) with { MissingValues = MissingValues.Mask };
        if (imputations > 0 && masked.Likelihood.UniformsPerSlot == 0)
        {
            throw new ArgumentException(
                $"imputations is {imputations}, but a pipeline cannot draw from Likelihood.{masked.Likelihood}. Use another "
                    + "likelihood, such as Likelihood.Binned, or call VaeModel.Impute with draws.",
                nameof(imputations));
        }

        return new VaeEstimator(
            MlEnvironment.Of(catalog),
            OutputColumn.Of(outputColumnName, VaeOutputs.Imputed),
            InputNames.OfVector(inputColumnName ?? outputColumnName),
            masked,
            imputations);
    }

    /// <summary>
    /// Trains a variational autoencoder on the columns of a table as they come. It adds <c>Score</c> (Single; higher is more
    /// anomalous) and <c>PredictedLabel</c> (Boolean; true if the score is above the threshold).
    /// </summary>
    /// <param name="catalog"><c>mlContext.AnomalyDetection.Trainers</c>.</param>
    /// <param name="inputColumnNames">
    /// The columns to read, at least one: numbers of any type, Booleans, DateTime, TimeSpan, text, keys, and vectors of numbers
    /// of a fixed size. Text and keys are categories.
    /// </param>
    /// <param name="options">Autoencoder, score and threshold. Default: null, all defaults.</param>
    /// <exception cref="ArgumentException">A name is empty or used twice, or two options contradict each other.</exception>
    public static VaeAnomalyEstimator Vae(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string[] inputColumnNames,
        VaeAnomalyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeAnomalyEstimator(
            MlEnvironment.Of(catalog), InputNames.OfTable(inputColumnNames), options ?? new VaeAnomalyOptions());
    }

    /// <summary>
    /// Trains a variational autoencoder on a vector column. It adds <c>Score</c> (Single; higher is more anomalous) and
    /// <c>PredictedLabel</c> (Boolean; true if the score is above the threshold).
    /// </summary>
    /// <param name="catalog"><c>mlContext.AnomalyDetection.Trainers</c>.</param>
    /// <param name="featureColumnName">The column to read: a vector of fixed size of Single or Double.</param>
    /// <param name="options">Autoencoder, score and threshold. Default: null, all defaults.</param>
    /// <exception cref="ArgumentException">A name is empty or used twice, or two options contradict each other.</exception>
    [OverloadResolutionPriority(1)]
    public static VaeAnomalyEstimator Vae(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = "Features",
        VaeAnomalyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new VaeAnomalyEstimator(
            MlEnvironment.Of(catalog), InputNames.OfVector(featureColumnName), options ?? new VaeAnomalyOptions());
    }
}
