using System.Text.Json;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Series;

/// <summary>
/// Makes a window of each point and the points before it. The points before are the state of a cursor or of a
/// <c>PredictionEngine</c>, one window for each series. A saved pipeline contains the names of this contract and this assembly,
/// and ML.NET finds both when it loads. So the names never change.
/// </summary>
/// <remarks>
/// ML.NET does not store parameters of a contract. A column with the same text in each row brings them, made by a stock
/// component. The type of the output is not stored either, so its length is constant; stock components drop the unused slots.
/// </remarks>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class WindowContract
    : StatefulCustomMappingFactory<WindowContract.Source, WindowContract.Windows, WindowContract.State>
{
    /// <summary>The start of the names of all internal columns.</summary>
    public const string Prefix = ScalarContract.Prefix + "Series.";

    public const string Contract = Prefix + "Windows";
    public const string ValuesName = Prefix + "Values";
    public const string TimeName = Prefix + "Time";
    public const string KeyName = Prefix + "Key";
    public const string LayoutName = Prefix + "Layout";
    public const string SlotsName = Prefix + "Slots";
    public const string ActiveName = Prefix + "Active";

    /// <summary>The maximum number of values in a window.</summary>
    public const int MaxWidth = 1 << 16;

    /// <summary>A layout as text without quotes, which stands in an expression.</summary>
    public static string Encode(SeriesLayout layout) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(layout));

    public static void Map(Source source, Windows windows, State state)
    {
        SeriesLayout layout = state.Layout ??= JsonSerializer.Deserialize<SeriesLayout>(
            Convert.FromBase64String(source.Layout.ToString()))!;
        SeriesWindow window = state.Of(source.Key.Span, layout);
        source.Values.CopyTo(state.Point(layout));
        window.Add(state.Point(layout), layout.TimeColumn is null ? null : new DateTime(source.Time));

        // Reuses the arrays of the last row. The slots that the layout does not have are not stored.
        VBuffer<float> slots = windows.Slots;
        VBufferEditor<float> editor = VBufferEditor.Create(ref slots, MaxWidth, layout.Width);
        window.CopyTo(editor.Values);
        for (int slot = 0; slot < editor.Indices.Length; slot++)
        {
            editor.Indices[slot] = slot;
        }

        windows.Slots = editor.Commit();
    }

    public static void Start(State state)
    {
    }

    public override Action<Source, Windows, State> GetMapping() => Map;

    public override Action<State> GetStateInitAction() => Start;

    internal sealed class Source
    {
        [ColumnName(ValuesName)]
        public VBuffer<double> Values { get; set; }

        [ColumnName(TimeName)]
        public long Time { get; set; }

        [ColumnName(KeyName)]
        public ReadOnlyMemory<char> Key { get; set; }

        [ColumnName(LayoutName)]
        public ReadOnlyMemory<char> Layout { get; set; }
    }

    internal sealed class Windows
    {
        [ColumnName(SlotsName)]
        [VectorType(MaxWidth)]
        public VBuffer<float> Slots { get; set; }

        /// <summary>Always 0: what a component reads that keeps this one active.</summary>
        [ColumnName(ActiveName)]
        public float Active { get; set; }
    }

    internal sealed class State
    {
        private readonly Dictionary<string, SeriesWindow> _windows = [];
        private double[]? _point;

        public SeriesLayout? Layout { get; set; }

        /// <summary>Where the values of a point are copied to. The column may be sparse.</summary>
        public double[] Point(SeriesLayout layout) => _point ??= new double[layout.ValueColumns.Length];

        public SeriesWindow Of(ReadOnlySpan<char> key, SeriesLayout layout)
        {
            Dictionary<string, SeriesWindow>.AlternateLookup<ReadOnlySpan<char>> byText =
                _windows.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!byText.TryGetValue(key, out SeriesWindow? window))
            {
                window = new SeriesWindow(layout);
                byText[key] = window;
            }

            return window;
        }
    }
}
