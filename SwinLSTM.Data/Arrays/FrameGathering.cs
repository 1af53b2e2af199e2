using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Puts frames that come one by one behind each other.</summary>
internal static class FrameGathering
{
    public static ArraySeries Of<T>(IEnumerable<T[]> frames, FrameFormat format, bool masked)
        where T : unmanaged
    {
        var gathered = new Growing(ArrayElement.Of<T>());
        foreach (var frame in frames)
        {
            if (frame.Length != format.Values)
                throw new ArgumentException($"Frame {gathered.Frames} has {frame.Length} values; {format.Channels} x {format.Height} x {format.Width} are {format.Values}.", nameof(frames));
            gathered.Add(MemoryMarshal.AsBytes<T>(frame));
        }
        return gathered.Series([format.Channels, format.Height, format.Width], masked);
    }

    public static ArraySeries Of(IEnumerable<Tensor> frames, bool masked)
    {
        Growing? gathered = null;
        long[] shape = [];
        ScalarType type = default;
        foreach (var frame in frames)
        {
            using var scope = NewDisposeScope();
            using var constant = no_grad();
            if (gathered is null)
            {
                (shape, type) = (frame.shape, frame.dtype);
                if (shape.Length is not (2 or 3))
                    throw new ArgumentException($"A frame is [C, H, W] or [H, W]; frame 0 is {ArrayShape.Text(shape)}.", nameof(frames));
                gathered = new(ArrayElement.Of(type) ?? throw new ArgumentException($"Frames hold Bool, Byte, Int8, Int16, Int32, Int64, Float16, Float32 or Float64 values; frame 0 has {type}. " +
                    "Convert it with to(ScalarType.Float32).", nameof(frames)));
            }
            if (!frame.shape.SequenceEqual(shape) || frame.dtype != type)
                throw new ArgumentException($"Frame {gathered.Frames} is {ArrayShape.Text(frame.shape)} {frame.dtype}, those before it are {ArrayShape.Text(shape)} {type}. All must be alike.", nameof(frames));
            gathered.Add(frame.detach().to(CPU).contiguous().bytes);
        }
        return (gathered ?? new(default)).Series(shape, masked);
    }

    private sealed class Growing(ArrayElement element)
    {
        private readonly NativePart bytes = new("an array in memory", 0);
        private long used;

        public long Frames { get; private set; }

        public void Add(ReadOnlySpan<byte> frame)
        {
            if (used + frame.Length > bytes.Length)
                bytes.Resize(Math.Max(used + frame.Length, 2 * bytes.Length));
            frame.CopyTo(bytes.Part(used, frame.Length));
            (used, Frames) = (used + frame.Length, Frames + 1);
        }

        public ArraySeries Series(ReadOnlySpan<long> frame, bool masked)
        {
            if (Frames == 0)
                throw new ArgumentException("A series needs at least one frame; none was given.");
            bytes.Resize(used);
            return new NdArray("an array in memory", element, ArrayShape.Contiguous([Frames, .. frame], element.Bytes), bytes).Series(null, masked);
        }
    }
}
