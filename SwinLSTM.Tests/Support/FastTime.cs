namespace SwinLSTM.Tests;

/// <summary>A clock on which pauses of seconds pass in milliseconds, and which remembers them.</summary>
internal sealed class FastTime : TimeProvider
{
    private readonly List<TimeSpan> asked = [];

    /// <summary>What was waited for, in order.</summary>
    public IReadOnlyList<TimeSpan> Asked
    {
        get
        {
            lock (asked) return [.. asked];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (asked) asked.Add(dueTime);
        return new Fast(System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)));
    }

    private static TimeSpan Shorter(TimeSpan time) => time > TimeSpan.Zero ? time / 100 : time;

    private sealed class Fast(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Shorter(dueTime), Shorter(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
