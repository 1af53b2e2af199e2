namespace SwinLSTM.Data;

/// <summary>Frames of a series: <c>First, First + Step, ...</c>, <c>Count</c> of them.</summary>
/// <param name="First">The first frame, from 0.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Step">From one to the next, at least 1.</param>
public readonly record struct FrameRange(long First, int Count, int Step = 1)
{
    /// <summary>The last frame.</summary>
    public long Last => First + ((Count - 1L) * Step);

    /// <summary>The range in words, for messages.</summary>
    public override string ToString() => Count == 1 ? $"frame {First}" : $"frames {First} to {Last}{(Step == 1 ? "" : $" ({Step} apart)")}";
}
