using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Pipeline;

/// <summary>
/// The columns of a table as one vector of cells, by ML.NET's own transformers: what <see cref="TableReader"/> reads.
/// </summary>
/// <remarks>
/// <c>MapValue</c> gives the code of a text: NaN for an empty one, and 0 for one that it does not have, which is the code of a
/// value that training never saw. <c>MapKeyToVector</c> gives zeros for a missing key.
/// </remarks>
internal sealed class TableChain(MLContext ml, TableLayout layout)
{
    /// <summary>The vector of cells, in double precision.</summary>
    public const string Cells = ScalarContract.Prefix + "Cells";

    private const string Texts = ScalarContract.Prefix + "Texts";

    /// <summary>The steps, in order.</summary>
    public IEnumerable<IEstimator<ITransformer>> Steps =>
    [
        .. layout.Inputs.SelectMany(StepsOf),
        ml.Transforms.Concatenate(Cells, [.. layout.Inputs.Select((_, place) => CellName(place))]),
    ];

    /// <summary>The columns to drop in the end.</summary>
    public IEnumerable<string> Helping =>
        [Cells, .. layout.Inputs.Select((_, place) => CellName(place)), .. Keys.Select(TextName)];

    private IEnumerable<int> Keys => Enumerable.Range(0, layout.Inputs.Count).Where(place => layout.Inputs[place].IsKey);

    private IEnumerable<IEstimator<ITransformer>> StepsOf(TableColumn input, int place)
    {
        string cell = CellName(place);
        switch (input.Kind)
        {
            case TableColumnKind.Category when input.IsKey:
                yield return ml.Transforms.Conversion.MapKeyToValue(TextName(place), input.Name);
                yield return Codes(cell, TextName(place), input.Categories!);
                break;
            case TableColumnKind.Category:
                yield return Codes(cell, input.Name, input.Categories!);
                break;
            case TableColumnKind.Indicators:
                yield return ml.Transforms.Conversion.MapKeyToVector(TextName(place), input.Name);
                yield return ml.Transforms.Conversion.ConvertType(cell, TextName(place), DataKind.Double);
                break;
            default:
                yield return ml.Transforms.Conversion.ConvertType(cell, input.Name, DataKind.Double);
                break;
        }
    }

    private IEstimator<ITransformer> Codes(string output, string text, string[] categories) => ml.Transforms.Conversion.MapValue(
        output,
        [
            new KeyValuePair<string, double>("", double.NaN),
            .. categories.Select((value, code) => new KeyValuePair<string, double>(value, code + 1)),
        ],
        text);

    private static string CellName(int place) => string.Create(CultureInfo.InvariantCulture, $"{Cells}.{place}");

    private static string TextName(int place) => string.Create(CultureInfo.InvariantCulture, $"{Texts}.{place}");
}
