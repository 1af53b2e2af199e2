namespace SwinLSTM.Data;

/// <summary>How far a file has come.</summary>
/// <param name="Bytes">Bytes that are here; those of an earlier call count.</param>
/// <param name="Total">Bytes of the whole file, where that is known.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total);
