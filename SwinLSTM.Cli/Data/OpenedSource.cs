using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>What a source turned out to be: series of frames, or whole samples, or a published set with its splits; whether its values come
/// from bytes; and what must be closed after it.</summary>
internal sealed record OpenedSource(IReadOnlyList<IFrameSeries> Series, ISequenceDataset? Samples, DatasetSplits? Splits, IDisposable? Owner, bool Bytes) : IDisposable
{
    public static OpenedSource Of(ISequenceDataset samples, bool bytes, IDisposable? owner = null) => new([], samples, null, owner, bytes);

    public static OpenedSource Of(IReadOnlyList<IFrameSeries> series, bool bytes, IDisposable? owner) => new(series, null, null, owner, bytes);

    public static OpenedSource Of(DatasetSplits splits, bool bytes, IDisposable? owner = null) => new([], null, splits, owner, bytes);

    public void Dispose() => Owner?.Dispose();
}
