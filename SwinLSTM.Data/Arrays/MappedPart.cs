namespace SwinLSTM.Data;

/// <summary>A part of a mapped file.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the part begins; it lies within the file.</param>
/// <param name="length">How long it is.</param>
/// <param name="owner">Whether the file is closed with this.</param>
internal sealed class MappedPart(MappedBytes file, long offset, long length, bool owner) : ArrayBytes
{
    public override long Length => length;

    public override HeldBytes Hold() => new(file.Borrow(offset, 0));

    public override void Dispose()
    {
        if (owner)
            file.Dispose();
    }
}
