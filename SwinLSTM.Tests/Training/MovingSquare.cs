using System.Collections.Concurrent;
using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>A bright square of 2 × 2 on a dark canvas of 8 × 8, one column further right in every frame and round the edge; it notes which
/// samples are read.</summary>
internal sealed class MovingSquare(long count = 16, int inputFrames = 3, int targetFrames = 2) : ISequenceDataset
{
    private const int Side = 8;

    public const float Dark = 0.2f, Bright = 0.8f;

    public ConcurrentQueue<SampleId> Reads { get; } = [];

    public long Count => count;

    public SequenceShape Shape { get; } = new(inputFrames, targetFrames, channels: 1, Side, Side);

    public void Read(SampleId sample, Span<float> frames)
    {
        var index = sample.Index;
        Reads.Enqueue(sample);
        frames.Fill(Dark);
        for (var t = 0; t < Shape.Frames; t++)
            for (var i = 0; i < 4; i++)
            {
                var (row, column) = ((int)((index + (i / 2)) % Side), (int)((index + t + (i % 2)) % Side));
                frames[(t * Side * Side) + (row * Side) + column] = Bright;
            }
    }
}
