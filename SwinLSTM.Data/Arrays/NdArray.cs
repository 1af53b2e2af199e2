using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>An array of numbers with a shape, in memory or in a file, from which frames are read in any layout. Any number of threads may
/// read it.</summary>
/// <remarks>Frames are float32: bytes are divided by 255, true is 1 and false 0, all other numbers keep their value (whole ones beyond 2^24
/// are rounded).</remarks>
public sealed unsafe class NdArray : IDisposable
{
    private const int MostSamples = 10_000_000;
    private readonly MemoryRun bytes;
    private readonly long[] shape;
    private readonly bool owner;
    private readonly long offset;

    /// <summary>Takes values that all lie within the bytes, the first at <paramref name="offset"/>; an owner's bytes go with it.</summary>
    internal NdArray(StoredNumber stored, Axis[] axes, MemoryRun bytes, bool owner = true, long offset = 0)
    {
        (Stored, Axes, this.bytes, this.owner, this.offset) = (stored, axes, bytes, owner, offset);
        shape = [.. axes.Select(axis => axis.Length)];
        var last = offset + axes.Sum(axis => (axis.Length - 1) * axis.Stride) + stored.Bytes;
        if (Count > 0 && last > bytes.Length)
            throw new InvalidOperationException($"{Name} reaches to byte {last} of {bytes.Length}.");
    }

    /// <summary>How many values there are along each axis; empty for a single value.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>What messages call it: its file, and its name there.</summary>
    public string Name => bytes.Name;

    /// <summary>How many values there are.</summary>
    public long Count => ArrayShape.Count(shape)!.Value;

    /// <summary>Whether its values are bytes without a sign, which frames divide by 255.</summary>
    public bool HoldsBytes => Stored is { Kind: 'u', Bytes: 1 };

    internal StoredNumber Stored { get; }
    internal Axis[] Axes { get; }

    /// <summary>Wraps values without copying them, the last axis fastest.</summary>
    /// <typeparam name="T">A number, or bool.</typeparam>
    /// <param name="values">The values; do not change them while they are read.</param>
    /// <param name="shape">How many there are along each axis.</param>
    /// <exception cref="ArgumentException">Shape and values do not agree, or the type is no number.</exception>
    public static NdArray Of<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var stored = StoredNumber.Of(typeof(T));
        CheckShape(shape, values.Length);
        return new(stored, ArrayShape.Axes(shape, stored.Bytes), MemoryRun.Pin<T>("an array in memory", values));
    }

    /// <summary>Copies an array of any number of axes, such as <c>float[,,]</c>, which may change afterwards.</summary>
    /// <exception cref="ArgumentException">Its elements are no numbers.</exception>
    public static NdArray Of(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var stored = StoredNumber.Of(values.GetType().GetElementType()!);
        long[] shape = [.. Enumerable.Range(0, values.Rank).Select(values.GetLongLength)];
        fixed (byte* from = &MemoryMarshal.GetArrayDataReference(values))
            return Copy("an array in memory", stored, shape, from);
    }

    /// <summary>Copies a tensor of any device, detached from its gradients: what happens to it afterwards, disposing included, changes no
    /// sample.</summary>
    /// <exception cref="ArgumentException">Its values are none of Bool, Byte, Int8, Int16, Int32, Int64, Float16, Float32 and
    /// Float64.</exception>
    public static NdArray Of(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var stored = StoredNumber.Of(values.dtype);
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        fixed (byte* from = First(values.detach().to(CPU).contiguous()))
            return Copy("a tensor", stored, values.shape, from);
    }

    /// <summary>Reads its values as one series of frames <c>[C, H, W]</c> in the order of time.</summary>
    /// <param name="layout">A letter for each axis, in the array's order: T time, C channels, H rows, W columns. An axis that is not there
    /// is 1 long, so that <c>TC</c> is a plain series of several variables. Left out: THW for three axes, TCHW for four.</param>
    /// <exception cref="ArgumentException">Layout and shape do not agree, or an axis is empty.</exception>
    public IFrameSeries Series(string? layout = null) => new ArraySeries(new(this, layout, clips: false));

    /// <summary>Reads its values as clips of one length, each a sample.</summary>
    /// <param name="layout">A letter for each axis, in the array's order: N samples, T time, C channels, H rows, W columns. An axis that is
    /// not there is 1 long. Left out: NTHW for four axes, NTCHW for five.</param>
    /// <param name="inputFrames">How many frames of a clip the network sees.</param>
    /// <param name="targetFrames">How many it is to forecast; 0 for none. Left out: all that follow the input.</param>
    /// <returns>Samples <c>[T, C, H, W]</c>, the first frames of each clip. They are read no longer than the array is open.</returns>
    /// <exception cref="ArgumentException">Layout, shape and lengths do not agree, or an axis is empty.</exception>
    public FrameWindows Clips(string? layout = null, int inputFrames = 10, int? targetFrames = null)
    {
        var frames = new ArrayFrames(this, layout, clips: true);
        var targets = targetFrames ?? (int)Math.Clamp(frames.Time - inputFrames, 0, int.MaxValue);
        return (long)inputFrames + targets <= frames.Time ? Samples(frames, null, inputFrames, targets)
            : throw new ArgumentException($"{inputFrames} + {targets} frames were asked for; the clips of {Name} have {frames.Time}. Use " +
                "shorter sequences.", nameof(inputFrames));
    }

    /// <summary>Reads its values as the inputs of samples whose targets are in another array, of as many samples of the same channels, rows
    /// and columns; letters, one for each axis of both, are those of <see cref="Clips(string?, int, int?)"/>.</summary>
    /// <exception cref="ArgumentException">The two do not fit together, or an axis is empty.</exception>
    public FrameWindows Clips(NdArray targets, string? layout = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var (before, after) = (new ArrayFrames(this, layout, clips: true), new ArrayFrames(targets, layout, clips: true));
        var alike = targets.Stored with { Swapped = Stored.Swapped };
        if ((before.Frame, before.Samples, Stored) != (after.Frame, after.Samples, alike))
            throw new ArgumentException($"Inputs and targets must be as many samples with frames of one shape and type; {Name} has " +
                $"{before.Samples} of {before.Frame} {Stored}, {targets.Name} has {after.Samples} of {after.Frame} " +
                $"{targets.Stored}.", nameof(targets));
        return Samples(before, after, (int)Math.Min(before.Time, int.MaxValue), (int)Math.Min(after.Time, int.MaxValue));
    }

    /// <summary>Copies all values into a tensor in CPU memory that belongs to the caller, of the array's shape and type; unsigned numbers
    /// of 16 and 32 bits become the next larger type, those of 64 bits Int64.</summary>
    /// <exception cref="InvalidDataException">A value of 64 bits without a sign is too large for Int64.</exception>
    public Tensor ToTensor()
    {
        using var scope = NewDisposeScope();
        var values = empty(shape, Stored.Scalar);
        fixed (byte* to = First(values))
            CopyAll(to);
        if (Stored is { Kind: 'u', Bytes: 8 } && Count > 0 && values.min().item<long>() < 0)
            throw new InvalidDataException($"{Name} has a value above {long.MaxValue}, which no Int64 holds. Save it as float64.");
        if (Stored is { Kind: 'u', Bytes: 2 or 4 })
            values = values.to(Stored.Bytes == 2 ? ScalarType.Int32 : ScalarType.Int64).bitwise_and((1L << (8 * Stored.Bytes)) - 1);
        return values.MoveToOuterDisposeScope();
    }

    /// <summary>Copies all values into an array, the last axis fastest.</summary>
    /// <typeparam name="T">The type that is stored, such as <c>ushort</c> for uint16.</typeparam>
    /// <exception cref="ArgumentException">Another type is stored, or there are more values than an array can hold.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (StoredNumber.Of(typeof(T)) is var asked && asked != Stored with { Swapped = false })
            throw new ArgumentException($"{Name} holds {Stored} values; {asked} ones were asked for. Ask for the type that is stored, or " +
                "convert the tensor that ToTensor gives.");
        if (Count > Array.MaxLength)
            throw new ArgumentException($"{Name} holds {Count} values; an array holds at most {Array.MaxLength}. Use ToTensor, or read " +
                "parts with Series or Clips.");
        var values = new T[Count];
        fixed (T* to = values)
            CopyAll((byte*)to);
        return values;
    }

    /// <summary>Closes the file that it was opened from, or frees the copy that it holds; an array of an <see cref="NpzFile"/> goes with
    /// that.</summary>
    public void Dispose()
    {
        if (owner)
            bytes.Dispose();
    }

    /// <summary>Reads values as frames hold them, from byte <paramref name="start"/> on, along axes that lie within the array.</summary>
    internal void Read(long start, ReadOnlySpan<Axis> axes, Span<float> destination)
    {
        using var held = bytes.Hold();
        var from = held.Start + offset + start;
        if (Stored == new StoredNumber('f', 4))
        {
            fixed (float* to = destination)
                StridedCopy.Copy(from, axes, sizeof(float), (byte*)to);
            return;
        }
        using var stored = new Rented<byte>(destination.Length * Stored.Bytes);
        fixed (byte* to = stored.Span)
            StridedCopy.Copy(from, axes, Stored.Bytes, to);
        Stored.ToFloats(stored.Span, destination);
    }

    internal static void CheckShape(ReadOnlySpan<long> shape, long values)
    {
        if (ArrayShape.Count(shape) != values)
            throw new ArgumentException($"The shape {ArrayShape.Text(shape)} does not hold the {values} values that were " +
                "given.", nameof(shape));
    }

    /// <summary>The first bytes of a tensor of any size, whose memory does not move.</summary>
    internal static Span<byte> First(Tensor values) => values.numel() == 0 ? [] : values.reshape(-1).narrow(0, 0, 1).bytes;

    private static FrameWindows Samples(ArrayFrames frames, ArrayFrames? then, int inputFrames, int targetFrames)
    {
        if (frames.Samples > MostSamples)
            throw new ArgumentException($"{frames.Array.Name} has {frames.Samples} samples; at most {MostSamples} are opened. Is another " +
                "axis the one of samples?");
        var series = new IFrameSeries[frames.Samples];
        for (var i = 0; i < series.Length; i++)
            series[i] = new ArraySeries(frames, i, then);
        return new(series, [.. Enumerable.Range(0, series.Length).Select(i => new WindowStart(i, 0))], new(inputFrames, targetFrames));
    }

    private static NdArray Copy(string name, StoredNumber stored, long[] shape, byte* from)
    {
        var run = MemoryRun.Allocate(name, ArrayShape.Count(shape)!.Value * stored.Bytes);
        using (var held = run.Hold())
            NativeMemory.Copy(from, held.Start, (nuint)run.Length);
        return new(stored, ArrayShape.Axes(shape, stored.Bytes), run);
    }

    private void CopyAll(byte* to)
    {
        if (Count == 0)
            return;
        using var held = bytes.Hold();
        StridedCopy.Copy(held.Start + offset, Axes, Stored.Bytes, to);
        for (var (done, most) = (0L, 1 << 28); Stored.Swapped && done < Count * Stored.Bytes; done += most)
            StoredNumber.Swap(new(to + done, (int)Math.Min(most, (Count * Stored.Bytes) - done)), Stored.Bytes);
    }
}
