namespace SwinLSTM.Training;

/// <summary>Shorter sequences at first: many cheap steps learn to see and to move, the rest of the run learns to look far ahead.</summary>
/// <param name="InputFrames">Input frames at the beginning.</param>
/// <param name="Horizon">Frames to forecast at the beginning.</param>
/// <param name="Until">The share of the run, 0 to 1, at which the full length is reached; until then it grows evenly.</param>
public sealed record Curriculum(int InputFrames, int Horizon, double Until)
{
    /// <summary>Computes the lengths at a point of the run.</summary>
    /// <param name="progress">How much of the run is over, 0 to 1.</param>
    /// <param name="inputFrames">Input frames of the full length.</param>
    /// <param name="horizon">Frames to forecast at the full length.</param>
    public (int InputFrames, int Horizon) At(double progress, int inputFrames, int horizon)
    {
        var grown = Until <= 0 ? 1 : Math.Min(1, progress / Until);
        return (Between(InputFrames, inputFrames, grown), Between(Horizon, horizon, grown));
    }

    internal IEnumerable<string> Broken()
    {
        if (InputFrames < 1 || Horizon < 1) yield return $"Curriculum begins with {InputFrames} + {Horizon} frames; each is at least 1.";
        if (Until is not (>= 0 and <= 1)) yield return $"Curriculum.Until is {Until}; it is a share of the run, 0 to 1.";
    }

    // A beginning that is longer than the data is the data's length.
    private static int Between(int from, int to, double grown) =>
        Math.Clamp((int)Math.Floor(from + ((to - from + 1) * grown)), Math.Min(from, to), to);
}
