using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms;

public static partial class LatentSpace
{
    private const int MaxClasses = 256;
    private const int FewestRows = 20;

    /// <summary>
    /// Holds codes against what is known of the rows: mutual information gap, disentanglement, completeness and informativeness,
    /// and separated attribute predictability.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows with features and factors; rows with NaN or infinity, or a missing factor, are left out.</param>
    /// <param name="factorColumnNames">
    /// Columns that say what is true of a row, such as its label: keys and Booleans are classes, numbers are quantities.
    /// </param>
    /// <param name="inputColumnName">The column to read; null, the default, for the one trained on.</param>
    /// <param name="maxRows">Rows measured, drawn at random where there are more, from 20.</param>
    /// <param name="seed">Of all that is drawn: codes, rows, and which half of them tests what the other half taught.</param>
    /// <remarks>
    /// A code is one draw of z from the row's posterior, as in the mutual information gap's definition, and not the latent mean: in a
    /// dimension that collapsed to the prior the means still differ by traces, which scale-free measures would take for a message. To
    /// measure latent means, or any other features, name their column in the other overload. Quantities, and codes for mutual information, are
    /// cut into at most 20 bins of equal frequency.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A column is missing or does not fit, no factor is named, there are fewer than 20 usable rows, or a factor has one value, or more than
    /// 256 classes, in all of them.
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

    /// <summary>The same of any vector column: latent means, the scores of a PCA, the raw features.</summary>
    /// <param name="data">Rows with codes and factors; rows with NaN or infinity, or a missing factor, are left out.</param>
    /// <param name="codeColumnName">A vector of fixed size of Single or Double, [K].</param>
    /// <param name="factorColumnNames">Columns that say what is true of a row: keys and Booleans are classes, numbers are quantities.</param>
    /// <param name="maxRows">Rows measured, drawn at random where there are more, from 20.</param>
    /// <param name="seed">Of all that is drawn: rows, and which half of them tests what the other half taught.</param>
    /// <inheritdoc cref="Disentanglement(VaeModel, IDataView, IReadOnlyList{string}, string?, int, int)" path="/exception"/>
    public static DisentanglementReport Disentanglement(
        IDataView data, string codeColumnName, IReadOnlyList<string> factorColumnNames, int maxRows = 20_000, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(codeColumnName);
        ArgumentNullException.ThrowIfNull(factorColumnNames);
        FeatureColumn column = FeatureColumn.Find(data.Schema, codeColumnName);
        var codes = new List<float[]>();
        UsableRows rows = UsableRows.Read(data, column, FactorColumn.Find(data.Schema, factorColumnNames), row => codes.Add([.. row]));
        return Measure([.. codes], rows, maxRows, seed);
    }

    private static DisentanglementReport Measure(float[][] allCodes, UsableRows rows, int maxRows, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, FewestRows);
        if (allCodes.Length < FewestRows)
        {
            throw new ArgumentException(
                $"Supervised measures learn from half of the rows and test on the other, so they need at least {FewestRows}, but the view has {allCodes.Length} with finite values and known factors ({rows.SkippedRows} without).");
        }

        int[] chosen = RandomSubset.Of([.. Enumerable.Range(0, allCodes.Length)], maxRows, seed);
        float[][] codes = [.. chosen.Select(row => allCodes[row])];
        FactorValues[] factors = [.. rows.Factors.Select(factor => factor with { Values = [.. chosen.Select(row => factor.Values[row])] })];
        Array.ForEach(factors, CheckVaries);

        bool[] isTest = [.. Enumerable.Range(0, codes.Length).Select(row => row % 2 == 0)];
        new Random(seed).Shuffle(isTest);
        double[][] dimensions = [.. Enumerable.Range(0, codes[0].Length).Select(j => codes.Select(code => (double)code[j]).ToArray())];
        int[][] discrete = [.. factors.Select(MutualInformationGap.Discrete)];
        var trees = new FactorTrees(codes, isTest, seed);
        (double[] Importance, double Informativeness)[] learned = [.. factors.Select(trees.Learn)];
        return new DisentanglementReport
        {
            Rows = codes.Length,
            SkippedRows = rows.SkippedRows,
            FactorNames = [.. factors.Select(factor => factor.Name)],
            MutualInformation = [.. dimensions.Select(values => discrete.Select(factor => MutualInformationGap.Information(values, factor)).ToArray())],
            FactorEntropies = [.. discrete.Select(factor => DiscreteInformation.Entropy(factor))],
            Predictability = [.. dimensions.Select(values => factors.Select(factor => Predictability(values, factor, isTest)).ToArray())],
            Dci = DciScores.Of(
                [.. dimensions.Select((_, j) => learned.Select(factor => factor.Importance[j]).ToArray())],
                [.. learned.Select(factor => factor.Informativeness)]),
        };
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
                $"Column '{factor.Name}' has one value in all {factor.Values.Length} rows, so no code can tell anything about it. Name a factor that varies, or give rows in which it does.");
        }

        if (factor.IsClass && different > MaxClasses)
        {
            throw new ArgumentException(
                $"Column '{factor.Name}' has {different} classes in {factor.Values.Length} rows, but a factor may have at most {MaxClasses}. Name one that groups rows, or convert it to a number if it is a quantity.");
        }
    }
}
