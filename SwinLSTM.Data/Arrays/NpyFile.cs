using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>NumPy's <c>.npy</c> files (format versions 1.0 to 3.0, C and Fortran order, either byte order, bool, int8 to int64, uint8 to
/// uint64, float16 to float64). A file is mapped into memory, so that opening one of any size costs nothing and only what is read is
/// loaded.</summary>
public static class NpyFile
{
    private const int ChunkBytes = 1 << 28;

    /// <summary>Opens a file for reading in place; disposing the values closes it. Nobody may shorten it while it is open; replacing it by
    /// renaming is safe.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut short, or holds something else than numbers.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NdArray Open(string path) => Open(MemoryRun.Map(path), owner: true);

    /// <summary>Reads a whole file as <see cref="NdArray.ToTensor"/> does.</summary>
    /// <inheritdoc cref="Open(string)" path="/exception"/>
    public static Tensor ReadTensor(string path)
    {
        using var array = Open(path);
        return array.ToTensor();
    }

    /// <summary>Writes a tensor of any device (version 1.0, C order, this machine's byte order), whole or not at all.</summary>
    /// <exception cref="ArgumentException">Its values are none of Bool, Byte, Int8, Int16, Int32, Int64, Float16, Float32 and
    /// Float64.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var stored = StoredNumber.Of(values.dtype);
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var flat = values.detach().to(CPU).contiguous().reshape(-1); // [values]
        AtomicFile.Write(path, stream =>
        {
            stream.Write(NpyHeader.Write(stored, values.shape));
            var most = ChunkBytes / stored.Bytes;
            for (var done = 0L; done < flat.numel(); done += most)
                stream.Write(flat.narrow(0, done, Math.Min(most, flat.numel() - done)).bytes);
        });
    }

    /// <summary>Writes numbers, or bool, of a shape, the last axis fastest (version 1.0, C order, this machine's byte order), whole or not
    /// at all.</summary>
    /// <exception cref="ArgumentException">Shape and values do not agree, or the type is no number.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var header = NpyHeader.Write(StoredNumber.Of(typeof(T)), shape);
        NdArray.CheckShape(shape, values.Length);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            for (var done = 0; done < values.Length; done += ChunkBytes / 8)
                stream.Write(MemoryMarshal.AsBytes(values.AsSpan(done, Math.Min(ChunkBytes / 8, values.Length - done))));
        });
    }

    /// <summary>Reads an array in place from the bytes of a file; they are freed if it is none.</summary>
    internal static NdArray Open(MemoryRun file, bool owner) => file.OrClose(() =>
    {
        using var held = file.Hold();
        var header = NpyHeader.Parse(held.Part(0, Math.Min(file.Length, NpyHeader.MostBytes)), file.Length, file.Name);
        var axes = ArrayShape.Axes(header.Shape, header.Stored.Bytes, header.FortranOrder);
        return new NdArray(header.Stored, axes, file, owner, header.Bytes);
    });
}
