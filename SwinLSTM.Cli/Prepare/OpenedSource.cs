using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>What a source turned out to be: series of frames, or whole samples; whether its values come from bytes; and what must be closed
/// after it.</summary>
internal sealed record OpenedSource(IReadOnlyList<IFrameSeries> Series, ISequenceDataset? Samples, IDisposable? Owner, bool Bytes) : IDisposable
{
    public static OpenedSource Of(ISequenceDataset samples, bool bytes, IDisposable? owner = null) => new([], samples, owner, bytes);

    public static OpenedSource Of(IReadOnlyList<IFrameSeries> series, bool bytes, IDisposable? owner) => new(series, null, owner, bytes);

    public void Dispose() => Owner?.Dispose();
}
