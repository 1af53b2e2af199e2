using System.Collections.Concurrent;
using SwinLSTM.Data;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Samples whose values follow from sample, pass and place, of any shape and element type; it notes who reads what.</summary>
internal sealed class MadeClips(long count, SequenceShape shape) : ISequenceDataset
{
    public static readonly ScalarType[] Elements =
    [
        ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.Float32, ScalarType.Float64,
    ];

    public ConcurrentQueue<SampleId> Reads { get; } = [];

    public ConcurrentDictionary<Thread, int> Readers { get; } = [];

    /// <summary>Runs before each read, on the reader's thread.</summary>
    public Action<SampleId> Before { get; init; } = _ => { };

    public long Count => count;

    public SequenceShape Shape => shape;

    public string Describe(long index) => $"clip {index} of clips.bin";

    /// <summary>What a place of a sample holds.</summary>
    public double Value(SampleId sample, int place)
    {
        var hash = (int)(((sample.Index * 31) + (sample.Epoch * 101) + (place * 7L) + (place / 5)) % 120);
        return shape.Frame.Element == ScalarType.Byte ? hash : hash - 60 + (shape.Frame.IsFloating ? 0.25 : 0);
    }

    public bool IsMissing(SampleId sample, int place) => shape.Frame.Masked && (sample.Index + (place * 3) + (place / 7)) % 4 == 0;

    public void Read(SampleId sample, Span<byte> values, Span<byte> valid)
    {
        Reads.Enqueue(sample);
        Readers.AddOrUpdate(Thread.CurrentThread, 1, (_, times) => times + 1);
        Before(sample);
        var numbers = new double[shape.Frames * shape.Frame.Values];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = IsMissing(sample, i) ? 0 : Value(sample, i);
        ElementValues.Store(shape.Frame.Element, numbers, values);
        for (var i = 0; i < valid.Length; i++)
            valid[i] = IsMissing(sample, i) ? (byte)0 : (byte)1;
    }
}
