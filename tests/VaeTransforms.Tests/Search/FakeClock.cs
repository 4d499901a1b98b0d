namespace VaeTransforms.Tests.Search;

/// <summary>A clock that moves when a test says so, and fires its timers then.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly List<FakeTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(() => callback(state), _now + dueTime);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        _now += time;
        _timers.ForEach(timer => timer.FireIfDue(_now));
    }

    private sealed class FakeTimer(Action callback, TimeSpan due) : ITimer
    {
        private bool _isOver;

        public void FireIfDue(TimeSpan now)
        {
            if (!_isOver && now >= due)
            {
                _isOver = true;
                callback();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => _isOver = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
