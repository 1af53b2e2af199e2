namespace SwinLSTM.Data;

/// <summary>One axis of values in memory.</summary>
/// <param name="Length">How many values follow each other along it.</param>
/// <param name="Stride">Bytes from one to the next; 0 repeats one value, as an axis that is not there does.</param>
internal readonly record struct Axis(long Length, long Stride);
