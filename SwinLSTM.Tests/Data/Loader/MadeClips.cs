using System.Collections.Concurrent;
using SwinLSTM.Data;

namespace SwinLSTM.Tests;

/// <summary>Samples whose values follow from sample, pass and place, of any shape, some of them missing if asked for; it notes who reads
/// what.</summary>
internal sealed class MadeClips(long count, SequenceShape shape, bool gaps = false) : ISequenceDataset
{
    public ConcurrentQueue<SampleId> Reads { get; } = [];

    public ConcurrentDictionary<Thread, int> Readers { get; } = [];

    /// <summary>Runs before each read, on the reader's thread.</summary>
    public Action<SampleId> Before { get; init; } = _ => { };

    public long Count => count;

    public SequenceShape Shape => shape;

    public string Describe(long index) => $"clip {index} of clips.bin";

    /// <summary>What a place of a sample holds.</summary>
    public float Value(SampleId sample, int place) => IsMissing(sample, place) ? float.NaN
        : ((((sample.Index * 31) + (sample.Epoch * 101) + (place * 7L) + (place / 5)) % 120) - 59.75f) / 8;

    public bool IsMissing(SampleId sample, int place) => gaps && (sample.Index + (place * 3) + (place / 7)) % 4 == 0;

    public void Read(SampleId sample, Span<float> frames)
    {
        Reads.Enqueue(sample);
        Readers.AddOrUpdate(Thread.CurrentThread, 1, (_, times) => times + 1);
        Before(sample);
        for (var i = 0; i < frames.Length; i++)
            frames[i] = Value(sample, i);
    }
}
