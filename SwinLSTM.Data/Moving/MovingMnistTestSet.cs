using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>A published test set of moving digits, as bytes whatever the file holds.</summary>
public sealed class MovingMnistTestSet : ISequenceDataset, IDisposable
{
    private readonly ArrayClips clips;

    internal MovingMnistTestSet(ArrayClips clips)
    {
        this.clips = clips;
        var stored = clips.Shape;
        Shape = new(stored.InputFrames, stored.TargetFrames, new FrameFormat(stored.Channels, stored.Height, stored.Width));
    }

    /// <inheritdoc/>
    public long Count => clips.Count;

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <inheritdoc/>
    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        this.CheckRead(sample, values, valid);
        if (clips.Shape.Frame.Element == ScalarType.Byte)
        {
            clips.Read(sample, values, valid);
            return;
        }

        var stored = ArrayPool<byte>.Shared.Rent(clips.Shape.SampleBytes);
        try
        {
            var wide = stored.AsSpan(0, clips.Shape.SampleBytes);
            clips.Read(sample, wide, valid);
            var whole = clips.Shape.Frame.Element == ScalarType.Float32 ? Narrow(MemoryMarshal.Cast<byte, float>(wide), values) : Narrow(MemoryMarshal.Cast<byte, double>(wide), values);
            if (!whole)
                throw new InvalidDataException($"A test set of floating-point numbers holds whole ones from 0 to 255; {Describe(sample.Index)} has another. Read it as it is, with NpyFile.Open and Clips.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <inheritdoc/>
    public string Describe(long index) => clips.Describe(index);

    /// <summary>Closes the file.</summary>
    public void Dispose() => clips.Dispose();

    private static bool Narrow(ReadOnlySpan<float> from, Span<byte> to)
    {
        var whole = true;
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = (byte)from[i];
            whole &= to[i] == from[i];
        }
        return whole;
    }

    private static bool Narrow(ReadOnlySpan<double> from, Span<byte> to)
    {
        var whole = true;
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = (byte)from[i];
            whole &= to[i] == from[i];
        }
        return whole;
    }
}
