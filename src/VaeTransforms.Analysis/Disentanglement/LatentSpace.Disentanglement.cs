using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

public static partial class LatentSpace
{
    private const int MaxClasses = 256;
    private const int MinRows = 20;

    /// <summary>
    /// Compares codes with known factors: mutual information gap (MIG), disentanglement, completeness and informativeness (DCI),
    /// and separated attribute predictability (SAP).
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows with features and factors. Rows with NaN or infinity, or a missing factor, are skipped.</param>
    /// <param name="factorColumnNames">
    /// Columns with known factors of a row, such as its label. Keys and Booleans are classes, numbers are quantities.
    /// </param>
    /// <param name="inputColumnName">The column to read. Default: null, for the column that the model was trained on.</param>
    /// <param name="maxRows">
    /// The maximum number of rows to measure, from 20. If there are more rows, a random sample is used. Default: 20,000.
    /// </param>
    /// <param name="seed">
    /// The seed of the drawn codes, the sample of rows, and the split into training and test rows. Default: 0.
    /// </param>
    /// <returns>The report. The same model, rows and seed give the same report.</returns>
    /// <remarks>
    /// A code is one draw of z from the posterior of the row, as in the definition of the mutual information gap, not the latent
    /// mean. In a dimension that collapsed to the prior the means still differ by tiny amounts, which measures without a scale
    /// would count as information. To measure latent means, or any other features, use the overload with a code column.
    /// Quantities, and codes for mutual information, are divided into at most 20 bins of equal frequency.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A column is missing or does not fit; no factor is named; fewer than 20 rows have finite values and known factors; or a
    /// factor has one value, or more than 256 classes, in all of them.
    /// </exception>
    public static DisentanglementReport Disentanglement(
        VaeModel model,
        IDataView data,
        IReadOnlyList<string> factorColumnNames,
        string? inputColumnName = null,
        int maxRows = 20_000,
        int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(factorColumnNames);
        EncodedRows rows = EncodedRows.Read(model.Scorer, data, inputColumnName, factorColumnNames);

        var random = new Random(seed);
        var noise = new float[model.Architecture.LatentDimension];
        float[][] codes = [.. rows.Posteriors.Select(posterior =>
        {
            StandardNormal.Fill(random, noise);
            var code = new float[noise.Length];
            DiagonalGaussian.Draw(posterior.Mean, posterior.LogVariance, noise, code);
            return code;
        })];
        return Measure(codes, rows.Rows, maxRows, seed);
    }

    /// <summary>
    /// Compares any vector column with known factors, such as latent means, the scores of a PCA, or the raw features.
    /// </summary>
    /// <param name="data">Rows with codes and factors. Rows with NaN or infinity, or a missing factor, are skipped.</param>
    /// <param name="codeColumnName">A vector of Single or Double with a fixed size, [K].</param>
    /// <param name="factorColumnNames">
    /// Columns with known factors of a row, such as its label. Keys and Booleans are classes, numbers are quantities.
    /// </param>
    /// <param name="maxRows">
    /// The maximum number of rows to measure, from 20. If there are more rows, a random sample is used. Default: 20,000.
    /// </param>
    /// <param name="seed">The seed of the sample of rows, and of the split into training and test rows. Default: 0.</param>
    /// <returns>The report. The same rows and seed give the same report.</returns>
    /// <inheritdoc cref="Disentanglement(VaeModel, IDataView, IReadOnlyList{string}, string?, int, int)" path="/exception"/>
    public static DisentanglementReport Disentanglement(
        IDataView data, string codeColumnName, IReadOnlyList<string> factorColumnNames, int maxRows = 20_000, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(codeColumnName);
        ArgumentNullException.ThrowIfNull(factorColumnNames);
        FeatureColumn column = FeatureColumn.Find(data.Schema, codeColumnName);
        var codes = new List<float[]>();
        FactorColumn[] factors = FactorColumn.Find(data.Schema, factorColumnNames);
        UsableRows rows = UsableRows.Read(data, column, factors, row => codes.Add([.. row]));
        return Measure([.. codes], rows, maxRows, seed);
    }

    private static DisentanglementReport Measure(float[][] allCodes, UsableRows rows, int maxRows, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, MinRows);
        if (allCodes.Length < MinRows)
        {
            throw new ArgumentException(
                $"Supervised measures train on half of the rows and test on the other half, so they need at least {MinRows} rows "
                    + $"with finite values and known factors, but the view has {allCodes.Length}, "
                    + $"and {rows.SkippedRows} were skipped. Give more rows.");
        }

        int[] chosen = RandomSubset.Of([.. Enumerable.Range(0, allCodes.Length)], maxRows, seed);
        float[][] codes = [.. chosen.Select(row => allCodes[row])];
        FactorValues[] factors =
            [.. rows.Factors.Select(factor => factor with { Values = [.. chosen.Select(row => factor.Values[row])] })];
        Array.ForEach(factors, CheckVaries);

        bool[] isTest = [.. Enumerable.Range(0, codes.Length).Select(row => row % 2 == 0)];
        new Random(seed).Shuffle(isTest);
        double[][] dimensions =
            [.. Enumerable.Range(0, codes[0].Length).Select(j => codes.Select(code => (double)code[j]).ToArray())];
        int[][] discrete = [.. factors.Select(MutualInformationGap.Discrete)];
        var trees = new FactorTrees(codes, isTest, seed);
        (double[] Importance, double Informativeness)[] predictors = [.. factors.Select(trees.Train)];
        return new DisentanglementReport
        {
            Rows = codes.Length,
            SkippedRows = rows.SkippedRows,
            FactorNames = [.. factors.Select(factor => factor.Name)],
            MutualInformation = Matrix(discrete, MutualInformationGap.Information),
            FactorEntropies = [.. discrete.Select(DiscreteInformation.Entropy)],
            Predictability = Matrix(factors, (codes, factor) => Predictability(codes, factor, isTest)),
            Dci = DciScores.Of(
                [.. dimensions.Select((_, j) => predictors.Select(factor => factor.Importance[j]).ToArray())],
                [.. predictors.Select(factor => factor.Informativeness)]),
        };

        // [K][F].
        double[][] Matrix<TFactor>(TFactor[] all, Func<double[], TFactor, double> measure) =>
            [.. dimensions.Select(values => all.Select(factor => measure(values, factor)).ToArray())];
    }

    private static double Predictability(double[] codes, FactorValues factor, bool[] isTest) => factor.IsClass
        ? SingleDimensionPrediction.OfClass(codes, factor.Classes(), isTest)
        : SingleDimensionPrediction.OfQuantity(codes, factor.Values);

    private static void CheckVaries(FactorValues factor)
    {
        int different = factor.Values.Distinct().Count();
        if (different < 2)
        {
            throw new ArgumentException(
                $"A factor must have at least two values, but column '{factor.Name}' has one value in all "
                    + $"{factor.Values.Length} rows. Name a factor that varies, or give rows in which it varies.");
        }

        if (factor.IsClass && different > MaxClasses)
        {
            throw new ArgumentException(
                $"A factor can have at most {MaxClasses} classes, but column '{factor.Name}' has {different} in "
                    + $"{factor.Values.Length} rows. Name a factor that groups rows, "
                    + "or convert it to a number if it is a quantity.");
        }
    }
}
