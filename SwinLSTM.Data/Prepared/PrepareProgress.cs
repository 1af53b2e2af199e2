namespace SwinLSTM.Data;

/// <summary>How far preparing a file has come.</summary>
/// <param name="Frames">Frames that are written; those that an earlier call wrote count.</param>
/// <param name="Total">Frames there are.</param>
/// <param name="Bytes">Bytes that are written.</param>
/// <param name="Series">What the series that was written last is called.</param>
public readonly record struct PrepareProgress(long Frames, long Total, long Bytes, string Series);
