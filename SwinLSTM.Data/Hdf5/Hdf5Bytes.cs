using Microsoft.Win32.SafeHandles;

namespace SwinLSTM.Data;

/// <summary>The bytes of a file, by the addresses that the file itself uses; never beyond its end. Any number of threads may read.</summary>
internal sealed class Hdf5Bytes : IDisposable
{
    private readonly SafeFileHandle handle;

    public Hdf5Bytes(string path)
    {
        handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        (Path, Length) = (path, RandomAccess.GetLength(handle));
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Where addresses count from; 0 until the superblock says otherwise.</summary>
    public long Base { get; set; }

    /// <exception cref="InvalidDataException">The place is not within the file.</exception>
    public void Read(long at, Span<byte> bytes)
    {
        Check(at, bytes.Length, "a part");
        while (!bytes.IsEmpty)
        {
            var got = RandomAccess.Read(handle, bytes, Base + at);
            if (got == 0)
                throw new IOException($"{Path} became shorter while it was read.");
            at += got;
            bytes = bytes[got..];
        }
    }

    /// <exception cref="InvalidDataException">The place is not within the file.</exception>
    public void Check(long at, long length, string what)
    {
        if (at < 0 || length < 0 || length > Length - Base || at > Length - Base - length)
            throw new InvalidDataException($"{Path} is damaged: it has {what} of {length} bytes at byte {at}, but ends at byte {Length}. Fetch it again.");
    }

    public void Dispose() => handle.Dispose();
}
