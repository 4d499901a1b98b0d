using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Series;

/// <summary>The latest points of one series. Fit, Transform, loaded models and streams make windows with it.</summary>
internal sealed class SeriesWindow(SeriesLayout layout)
{
    // [columns · window], of each column a ring whose next place is _next.
    private readonly float[] _values = new float[layout.Width];
    private int _next;
    private int _points;
    private DateTime? _last;

    /// <summary>Whether there are as many points as a window has.</summary>
    public bool IsFull => _points == layout.Window;

    /// <summary>Adds the next point.</summary>
    /// <param name="values">[columns]; any numbers.</param>
    /// <param name="time">Its time; null if points have none.</param>
    /// <exception cref="ArgumentException">The time is not later than that of the last point, or points are missing.</exception>
    public void Add(ReadOnlySpan<double> values, DateTime? time)
    {
        if (_last is { } last && time is { } now && SeriesTimes.IsAfterGap(layout, last, now))
        {
            _points = 0;
        }

        _last = time;
        for (int column = 0; column < values.Length; column++)
        {
            _values[(column * layout.Window) + _next] =
                NearestSingle.Of(values[column] - layout.Centers[column]);
        }

        _next = (_next + 1) % layout.Window;
        _points = Math.Min(_points + 1, layout.Window);
    }

    /// <summary>Copies the latest points.</summary>
    /// <param name="window">[columns · window], of each column the oldest value first. NaN if there are too few points.</param>
    public void CopyTo(Span<float> window)
    {
        if (!IsFull)
        {
            window.Fill(float.NaN);
            return;
        }

        for (int start = 0; start < layout.Width; start += layout.Window)
        {
            ReadOnlySpan<float> ring = _values.AsSpan(start, layout.Window);
            ring[_next..].CopyTo(window[start..]);
            ring[.._next].CopyTo(window[(start + layout.Window - _next)..]);
        }

        // A model must not score an infinite value: its network could turn it into a usual number.
        if (ValueRange.FirstNotFinite(window) >= 0)
        {
            window.Fill(float.NaN);
        }
    }

    /// <summary>Forgets all points.</summary>
    public void Clear() => (_points, _last) = (0, null);

    /// <summary>Writes the points.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(layout.Width);
        writer.Write(_points);
        writer.Write(_next);
        writer.Write(_last?.Ticks ?? -1);
        foreach (float value in _values)
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VaeModelFormatException">The points are those of another layout.</exception>
    public void Read(BinaryReader reader)
    {
        int width = reader.ReadInt32();
        int points = reader.ReadInt32();
        int next = reader.ReadInt32();
        long ticks = reader.ReadInt64();
        if (width != layout.Width || points < 0 || points > layout.Window || next < 0 || next >= layout.Window
            || ticks > DateTime.MaxValue.Ticks)
        {
            throw new VaeModelFormatException(
                $"The saved state has windows of {OptionRule.Text(width)} values, but the model has windows of "
                + $"{OptionRule.Text(layout.Width)}. Load a state that an engine of this model saved, or start without one.");
        }

        (_points, _next, _last) = (points, next, ticks < 0 ? null : new DateTime(ticks));
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = reader.ReadSingle();
        }
    }
}
