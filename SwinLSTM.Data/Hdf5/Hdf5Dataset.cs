using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Values of an HDF5 file in one block of any number of axes. Any number of threads may read.</summary>
public sealed class Hdf5Dataset
{
    private readonly Hdf5File file;
    private readonly long[] shape;
    private readonly Hdf5Storage? storage; // null where the values are no numbers that we read

    internal Hdf5Dataset(Hdf5File file, string name, long address)
    {
        (this.file, Name, Address) = (file, name, address);
        lock (Hdf5Library.Gate)
            (shape, storage, TypeName) = Hdf5DatasetReader.Open(file, name, address);
    }

    /// <summary>The full name within the file, such as <c>/vil</c>.</summary>
    public string Name { get; }

    /// <summary>The length of each axis; none for a single value.</summary>
    public IReadOnlyList<long> Shape => shape;

    /// <summary>The type of the values in words, as stored: <c>uint8</c>, <c>big-endian float32</c>, <c>text</c>.</summary>
    public string TypeName { get; }

    /// <summary>
    /// The type of a tensor that holds every value: unsigned numbers of 16 and 32 bits take the next longer signed type. Null for what no tensor
    /// holds: 64 unsigned bits, texts, compounds.
    /// </summary>
    public ScalarType? Element => storage?.Number.Element;

    /// <summary>The length of each axis of the blocks that the file stores and packs together; empty where values lie in one piece.</summary>
    public IReadOnlyList<long> Chunk => (storage as Hdf5ChunkedStorage)?.ChunkShape ?? [];

    /// <summary>The attributes of the dataset, read anew on each call.</summary>
    /// <returns>Its texts and numbers.</returns>
    /// <exception cref="InvalidDataException">An attribute is damaged.</exception>
    public Hdf5Attributes Attributes() => file.Attributes(Name);

    internal long Address { get; }

    internal Hdf5File File => file;

    internal Hdf5Number Number => Storage.Number;

    private Hdf5Storage Storage => storage ?? throw new InvalidDataException($"{Place} holds {TypeName} values; only integers and floating-point numbers of 8 to 64 bits can be read.");

    private string Place => $"{file.Path}: {Name}";

    /// <summary>
    /// Reads a block of values, as they would be stored row by row. Numbers become <typeparamref name="T"/>; those that do not fit become the
    /// nearest that do, and fractions are cut off.
    /// </summary>
    /// <typeparam name="T">A number of 8 to 64 bits.</typeparam>
    /// <param name="start">Where the block begins on each axis.</param>
    /// <param name="count">How many values it has on each axis, at least 1.</param>
    /// <param name="values">Receives exactly as many values as the counts multiply to.</param>
    /// <param name="stride">From one value to the next on each axis; 1 if left out.</param>
    /// <exception cref="ArgumentException">The block is not within the dataset, or the span has another length.</exception>
    /// <exception cref="InvalidDataException">The values are no numbers, or the file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read<T>(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<T> values, ReadOnlySpan<long> stride = default)
        where T : unmanaged, INumber<T>
    {
        CheckBlock(start, count, stride, values.Length);
        var number = Storage.Number;
        if (Is<T>(number))
        {
            ReadStored(start, count, stride, MemoryMarshal.AsBytes(values));
            Hdf5Conversion.ToMachineOrder(MemoryMarshal.AsBytes(values), number);
            return;
        }
        var raw = ArrayPool<byte>.Shared.Rent(checked(values.Length * number.Bytes));
        try
        {
            var stored = raw.AsSpan(0, values.Length * number.Bytes);
            ReadStored(start, count, stride, stored);
            Hdf5Conversion.Convert(stored, number, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    /// <summary>Reads all values.</summary>
    /// <typeparam name="T">A number of 8 to 64 bits.</typeparam>
    /// <returns>The values, row by row.</returns>
    /// <inheritdoc cref="Read{T}(ReadOnlySpan{long}, ReadOnlySpan{long}, Span{T}, ReadOnlySpan{long})" path="/exception"/>
    public T[] ReadAll<T>()
        where T : unmanaged, INumber<T>
    {
        var count = Hdf5Api.CountOf(shape);
        if (count * (Int128)Marshal.SizeOf<T>() > Array.MaxLength || !Storage.CanHold(count))
            throw new InvalidDataException($"{Place} announces {string.Join(" x ", shape)} values, more than can be read at once from a file of {file.Bytes.Length} bytes. Read it in blocks.");
        var values = new T[count];
        if (count > 0)
            Read(new long[shape.Length], shape, values.AsSpan());
        return values;
    }

    /// <summary>The block as it is stored, in the byte order of the file.</summary>
    internal void ReadStored(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, Span<byte> stored)
    {
        file.CheckOpen();
        Span<long> ones = stackalloc long[Hdf5Block.MaxRank];
        ones.Fill(1);
        Storage.Read(start, count, stride.IsEmpty ? ones[..start.Length] : stride, stored);
    }

    private void CheckBlock(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, int length)
    {
        if (start.Length != shape.Length || count.Length != shape.Length || (stride.Length != shape.Length && !stride.IsEmpty))
            throw new ArgumentException($"{Place} has {shape.Length} axes; start, count and stride have {start.Length}, {count.Length} and {stride.Length}.", nameof(start));
        for (var i = 0; i < shape.Length; i++)
        {
            var step = stride.IsEmpty ? 1 : stride[i];
            if (start[i] < 0 || count[i] < 1 || step < 1 || start[i] + ((count[i] - 1) * (Int128)step) >= shape[i])
                throw new ArgumentOutOfRangeException(nameof(start), $"{Place} has {shape[i]} values on axis {i}; {count[i]} from {start[i]}, {step} apart, do not lie within.");
        }
        if (Hdf5Api.CountOf(count) != length)
            throw new ArgumentException($"{Place}: {string.Join(" x ", count.ToArray())} values were asked for, but the span has {length}. Allocate exactly as many.", nameof(count));
    }

    private static bool Is<T>(Hdf5Number number) => (number.Kind, number.Bytes) switch
    {
        (Hdf5Kind.Unsigned, 1) => typeof(T) == typeof(byte),
        (Hdf5Kind.Unsigned, 2) => typeof(T) == typeof(ushort),
        (Hdf5Kind.Unsigned, 4) => typeof(T) == typeof(uint),
        (Hdf5Kind.Unsigned, _) => typeof(T) == typeof(ulong),
        (Hdf5Kind.Signed, 1) => typeof(T) == typeof(sbyte),
        (Hdf5Kind.Signed, 2) => typeof(T) == typeof(short),
        (Hdf5Kind.Signed, 4) => typeof(T) == typeof(int),
        (Hdf5Kind.Signed, _) => typeof(T) == typeof(long),
        (_, 2) => typeof(T) == typeof(Half),
        (_, 4) => typeof(T) == typeof(float),
        _ => typeof(T) == typeof(double),
    };
}
