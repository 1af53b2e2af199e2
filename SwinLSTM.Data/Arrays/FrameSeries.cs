using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Series of frames from what is in memory. NaN is a value that is missing; see also
/// <see cref="FrameSeriesExtensions.WithMask"/>.</summary>
public static class FrameSeries
{
    /// <summary>Takes frames of a tensor, copied: later changes of the tensor change no sample, and it may be disposed.</summary>
    /// <param name="frames">
    /// <c>[T, C, H, W]</c>, or <c>[T, H, W]</c> for one channel; of any device. Bytes are divided by 255, true is 1 and false 0.
    /// </param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentException">Another shape, no frame at all, or an element type that frames cannot hold.</exception>
    public static ArraySeries Of(Tensor frames) => NdArray.Of(frames).Series();

    /// <summary>Takes frames of an array of three or four axes, copied.</summary>
    /// <param name="frames"><c>[T, C, H, W]</c>, such as <c>float[,,,]</c>, or <c>[T, H, W]</c> for one channel.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentException">Another shape, no frame at all, or an element type that frames cannot hold.</exception>
    public static ArraySeries Of(Array frames) => NdArray.Of(frames).Series();

    /// <summary>Takes frames that lie behind each other, not copied.</summary>
    /// <typeparam name="T">A number, or bool; bytes are divided by 255.</typeparam>
    /// <param name="values"><c>[T, C, H, W]</c>, the columns fastest; do not change them while they are read.</param>
    /// <param name="channels">Channels of a frame, C.</param>
    /// <param name="height">Rows of a frame, H.</param>
    /// <param name="width">Columns of a frame, W.</param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The values are no whole number of frames.</exception>
    public static ArraySeries Of<T>(T[] values, int channels, int height, int width)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var frame = new FrameShape(channels, height, width);
        var (frames, rest) = Math.DivRem(values.Length, frame.Values);
        return frames > 0 && rest == 0
            ? NdArray.Of(values, frames, channels, height, width).Series("TCHW")
            : throw new ArgumentException($"Frames of {frame} have {frame.Values} values each; {values.Length} values are no whole " +
                "number of them, or none.", nameof(values));
    }

    /// <summary>Takes frames one by one, copied as they come.</summary>
    /// <param name="frames">
    /// Each <c>[C, H, W]</c>, or <c>[H, W]</c> for one channel, all of one shape, of any device. They stay the caller's.
    /// </param>
    /// <returns>The frames.</returns>
    /// <exception cref="ArgumentException">A frame of another shape or of a type that frames cannot hold, or none.</exception>
    [OverloadResolutionPriority(1)] // an array of tensors is a sequence of frames
    public static IFrameSeries Of(IEnumerable<Tensor> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        Gathered? gathered = null;
        foreach (var frame in frames)
        {
            if (frame.dim() is not (2 or 3))
                throw new ArgumentException($"A frame is [C, H, W] or [H, W]; frame {gathered?.Length ?? 0} is " +
                    $"{ArrayShape.Text(frame.shape)}.", nameof(frames));
            using var alone = frame.unsqueeze(0); // [1, C, H, W]
            using var one = NdArray.Of(alone).Series();
            (gathered ??= new(one.Frame)).Add(one);
        }
        return gathered ?? throw new ArgumentException("A series needs at least one frame; none was given.", nameof(frames));
    }

    private sealed class Gathered(FrameShape shape) : IFrameSeries
    {
        private readonly List<float[]> gathered = [];

        public long Length => gathered.Count;

        public FrameShape Frame => shape;

        public string Name => "frames in memory";

        public void Add(ArraySeries one)
        {
            if (one.Frame != shape)
                throw new ArgumentException($"Frame {Length} is {one.Frame}, those before it are {shape}. All must be alike.", nameof(one));
            gathered.Add(new float[shape.Values]);
            one.Read(new(0, 1), gathered[^1]);
        }

        public void Read(FrameRange range, Span<float> frames)
        {
            this.Check(range, frames);
            for (var i = 0; i < range.Count; i++)
                gathered[(int)(range.First + ((long)i * range.Step))].CopyTo(frames[(i * shape.Values)..]);
        }
    }
}
