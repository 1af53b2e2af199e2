namespace SwinLSTM.Data;

public sealed partial class NdArray
{
    /// <summary>Its values as one series of frames.</summary>
    /// <param name="layout">
    /// A letter for each axis, in the array's order: T time, C channels, H rows, W columns. An axis that is not there is 1 long, so that
    /// <c>TC</c> is a plain series of several variables. Left out: THW for three axes, TCHW for four.
    /// </param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <param name="valid">
    /// Which values were measured (true, or not 0), of one byte each: in the same layout, or in the same without C where all channels miss
    /// the same; an axis of length 1 holds for all. The frames are then masked.
    /// </param>
    /// <returns>Frames [C, H, W] in the order of time.</returns>
    /// <exception cref="ArgumentException">Layout, shape and map do not agree, or an axis is empty.</exception>
    public ArraySeries Series(string? layout = null, bool masked = false, NdArray? valid = null) =>
        new(new(this, layout ?? Usual("THW", "TCHW", nameof(layout)), clips: false, masked, valid));

    /// <summary>Its values as clips of one length, each a sample.</summary>
    /// <param name="layout">
    /// A letter for each axis, in the array's order: N samples, T time, C channels, H rows, W columns. An axis that is not there is 1 long.
    /// Left out: NTHW for four axes, NTCHW for five.
    /// </param>
    /// <param name="inputFrames">How many frames of a clip the network sees.</param>
    /// <param name="targetFrames">How many it is to forecast; 0 for none. Left out: all that follow the input.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <param name="valid">Which values were measured, as for <see cref="Series"/>.</param>
    /// <returns>Samples [T, C, H, W], the first frames of each clip.</returns>
    /// <exception cref="ArgumentException">Layout, shape, map and lengths do not agree, or an axis is empty.</exception>
    public ArrayClips Clips(string? layout = null, int inputFrames = 10, int? targetFrames = null, bool masked = false, NdArray? valid = null)
    {
        var frames = new ArrayFrames(this, layout ?? Usual("NTHW", "NTCHW", nameof(layout)), clips: true, masked, valid);
        var targets = targetFrames ?? (int)Math.Clamp(frames.Time - inputFrames, 0, int.MaxValue);
        if ((long)inputFrames + targets > frames.Time)
            throw new ArgumentException($"{inputFrames} + {targets} frames were asked for; the clips of {Name} have {frames.Time}. Use shorter sequences.", nameof(inputFrames));
        return new([(frames, inputFrames + targets)], inputFrames);
    }

    /// <summary>Its values as the inputs of samples whose targets are in another array, as TaxiBJ is published.</summary>
    /// <param name="targets">The frames to be forecast: as many samples, of the same channels, rows, columns and element type.</param>
    /// <param name="layout">A letter for each axis of both, as for <see cref="Clips(string?, int, int?, bool, NdArray?)"/>.</param>
    /// <param name="masked">Whether values that are not finite count as missing instead of being refused.</param>
    /// <returns>Samples [T, C, H, W]: all frames of this array, and all of the other after them.</returns>
    /// <exception cref="ArgumentException">The two do not fit together, or an axis is empty.</exception>
    public ArrayClips Clips(NdArray targets, string? layout = null, bool masked = false)
    {
        layout ??= Usual("NTHW", "NTCHW", nameof(layout));
        var (before, after) = (new ArrayFrames(this, layout, clips: true, masked, null), new ArrayFrames(targets, layout, clips: true, masked, null));
        if (before.Format != after.Format || before.Samples != after.Samples)
            throw new ArgumentException($"Inputs and targets must be as many samples with frames of one format; {Name} has {before.Samples} of {before.Format}, " +
                $"{targets.Name} has {after.Samples} of {after.Format}.", nameof(targets));
        var frames = Math.Max(before.Time, after.Time);
        if (frames > Array.MaxLength)
            throw new ArgumentException($"A clip has {frames} frames; at most {Array.MaxLength} fit.", nameof(layout));
        return new([(before, (int)before.Time), (after, (int)after.Time)], (int)before.Time);
    }

    private string Usual(string without, string with, string parameter) =>
        shape.Length == without.Length ? without : shape.Length == with.Length ? with
        : throw new ArgumentException($"{Name} has the shape {ArrayShape.Text(shape)}; of {shape.Length} axes it is not known which is which. Give a layout, such as '{with}'.", parameter);
}
