namespace SwinLSTM.Data;

/// <summary>A place in a training run: what to keep beside a checkpoint to go on exactly there. Any JSON serialiser writes and reads it.</summary>
/// <remarks>It counts batches, so it means the same place only for the same data, batch size, seed and choice of <see cref="LoaderOptions.DropLast"/>.</remarks>
/// <param name="Epoch">The pass over the data, from 0.</param>
/// <param name="Batch">The next batch of that pass, from 0.</param>
public readonly record struct LoaderPosition(long Epoch, long Batch);
