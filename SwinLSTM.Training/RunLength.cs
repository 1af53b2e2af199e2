namespace SwinLSTM.Training;

/// <summary>The end of a run: a number of steps, or an amount of time.</summary>
public sealed record RunLength
{
    private RunLength()
    {
    }

    /// <summary>The number of steps; null if time decides.</summary>
    public int? Steps { get; private init; }

    /// <summary>The amount of time; null if steps decide.</summary>
    public TimeSpan? Time { get; private init; }

    /// <summary>A run of so many steps: the same result on every machine of a kind, however fast.</summary>
    public static RunLength OfSteps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new() { Steps = steps };
    }

    /// <summary>A run of so much time: as many steps as fit, at least one.</summary>
    public static RunLength OfTime(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return new() { Time = time };
    }

    /// <summary>How much of the run is over, 0 to 1.</summary>
    public double Progress(int steps, TimeSpan elapsed) => Math.Min(1, Steps is { } all ? (double)steps / all : elapsed / Time!.Value);
}
