using System.Text;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Sampling;
using VaeTransforms.Scoring;
using VaeTransforms.Series;

namespace VaeTransforms;

/// <summary>
/// Scores the points of one series as they come. It keeps the latest points, and gives the numbers that <c>Transform</c> gives
/// for the whole series.
/// </summary>
/// <remarks>
/// It is not thread-safe. It uses the sessions of its model, and has buffers of its own, so dispose it when done.
/// </remarks>
public sealed class VaeSeriesEngine : IDisposable
{
    // "VAES" and the version of the state.
    private const int Signature = 0x53454156;
    private const byte Version = 1;

    private readonly TrainedVae _model;
    private readonly SeriesLayout _layout;
    private readonly SeriesWindow _window;
    private readonly BatchScorer _batch;
    private readonly float _threshold;

    internal VaeSeriesEngine(VaeScorer scorer, SeriesLayout layout)
    {
        _model = scorer.Model;
        _layout = layout;
        _window = new SeriesWindow(layout);
        _batch = scorer.CreateBatch(VaeOutputs.Score | VaeOutputs.PValue, 1);
        _threshold = scorer.Model.Threshold!.Score;
    }

    internal VaeSeriesEngine(VaeScorer scorer, SeriesLayout layout, Stream state)
        : this(scorer, layout)
    {
        using var reader = new BinaryReader(state, Encoding.UTF8, leaveOpen: true);
        try
        {
            if (reader.ReadInt32() != Signature || reader.ReadByte() != Version)
            {
                throw new VaeModelFormatException(
                    "The state was not saved by VaeSeriesEngine.CheckPoint. Load a state that it saved, or start without one.");
            }

            _window.Read(reader);
        }
        catch (EndOfStreamException e)
        {
            throw new VaeModelFormatException("The saved state is truncated. Save it again, or start without a state.", e);
        }
    }

    /// <summary>Whether the latest point had a score: there have been as many points as a window has, without a gap.</summary>
    public bool IsFull => _window.IsFull;

    /// <summary>Scores the next point of a series of one column.</summary>
    /// <param name="value">The value. NaN and infinity are allowed: windows that contain them have no score.</param>
    /// <param name="time">
    /// The time of the point. Needed if the detector was trained with a time column, and not allowed otherwise. Default: null.
    /// </param>
    /// <param name="condition">
    /// The condition of the point, as <see cref="VaeModel.Condition"/> gives it. Needed if the detector was trained with one, and
    /// not allowed otherwise. Default: null.
    /// </param>
    /// <returns>Alert, score and p-value of the point.</returns>
    /// <exception cref="ArgumentException">
    /// The series has several columns; the condition is missing, or has another length; the time is missing or not needed, does
    /// not increase, or comes after a gap. The point is then not added. After a gap, call <see cref="Reset"/> to start anew.
    /// </exception>
    /// <exception cref="InvalidOperationException">The detector was trained without a condition, and there is one.</exception>
    public SeriesPoint Predict(double value, DateTime? time = null, float[]? condition = null) =>
        Predict([value], time, condition);

    /// <summary>Scores the next point of a series of several columns.</summary>
    /// <param name="values">[columns], in the order in which training had them.</param>
    /// <param name="time">As <see cref="Predict(double, DateTime?, float[])"/> takes it.</param>
    /// <param name="condition">As <see cref="Predict(double, DateTime?, float[])"/> takes it.</param>
    /// <returns>Alert, score and p-value of the point.</returns>
    /// <exception cref="ArgumentException">
    /// The number of values is not that of the columns; the condition is missing, or has another length; the time is missing or
    /// not needed, does not increase, or comes after a gap.
    /// </exception>
    /// <exception cref="InvalidOperationException">The detector was trained without a condition, and there is one.</exception>
    public SeriesPoint Predict(ReadOnlySpan<double> values, DateTime? time = null, float[]? condition = null)
    {
        Check(values.Length, time, condition);
        _window.Add(values, time);
        Span<float> row = _batch.Input(0);
        _window.CopyTo(row[.._layout.Width]);
        condition?.CopyTo(row[_layout.Width..]);
        _batch.Run(1);
        float score = _batch.Output(VaeOutputs.Score, 0)[0];
        return new SeriesPoint(score > _threshold, score, _batch.Output(VaeOutputs.PValue, 0)[0]);
    }

    /// <summary>Forgets all points, for example after a pause.</summary>
    public void Reset() => _window.Clear();

    /// <summary>Saves the latest points. <see cref="VaeModel.CreateSeriesEngine(Stream)"/> continues with them.</summary>
    /// <param name="state">The stream to write to: some bytes for each value of a window. It stays open.</param>
    public void CheckPoint(Stream state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var writer = new BinaryWriter(state, Encoding.UTF8, leaveOpen: true);
        writer.Write(Signature);
        writer.Write(Version);
        _window.Write(writer);
    }

    /// <summary>Releases the buffers.</summary>
    public void Dispose() => _batch.Dispose();

    private void Check(int values, DateTime? time, float[]? condition)
    {
        if (values != _layout.ValueColumns.Length)
        {
            throw new ArgumentException(
                $"The point has {OptionRule.Text(values)} values, but the detector was trained on "
                + $"{OptionRule.Text(_layout.ValueColumns.Length)}: "
                + $"{OptionRule.Text<IEnumerable<string>>(_layout.ValueColumns)}. Give one value for each column.");
        }

        if (time is null != _layout.TimeColumn is null)
        {
            throw new ArgumentException(
                time is null
                    ? $"The point has no time, but the detector was trained with the time column '{_layout.TimeColumn}'. Give "
                        + "the time of the point, so that gaps are found."
                    : "The point has a time, but the detector was trained without a time column. Set TimeColumnName when you "
                        + "train, or give no time.");
        }

        if (condition is not null)
        {
            Conditions.Check(_model, condition);
        }
        else if (_model.Architecture.Conditions > 0)
        {
            throw new ArgumentException(
                $"The point has no condition, but the detector was trained with the condition '{_model.Layout.Inputs[^1].Name}'. "
                + "Give that of the point, as VaeModel.Condition makes it.");
        }
    }
}
