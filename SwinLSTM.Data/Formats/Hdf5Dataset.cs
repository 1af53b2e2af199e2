using System.Runtime.CompilerServices;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace SwinLSTM.Data;

/// <summary>Numbers of an HDF5 file in one block of any number of axes; a variable of a NetCDF file, with named axes and a unit. Any number
/// of threads may read.</summary>
public sealed class Hdf5Dataset
{
    /// <summary>The most axes that HDF5 knows.</summary>
    internal const int MostAxes = 32;

    private const long SmallBytes = 16 << 20;
    private const int MostSequences = 1_000_000;
    private readonly NativeDataset native;
    private readonly long[] shape;
    private readonly StoredNumber? number; // null where the values are no numbers that are read
    private readonly Hdf5Blocks? blocks;

    internal Hdf5Dataset(Hdf5File file, string name, NativeDataset native)
    {
        (File, Name, this.native) = (file, name, native);
        Attributes = new(file, name, native);
        shape = file.Use(name, () => Array.ConvertAll(native.Space.Type == H5DataspaceType.Null ? [0] : native.Space.Dimensions, length =>
            checked((long)length)));
        if (shape.Length > MostAxes)
            throw new InvalidDataException($"{Place} has {shape.Length} axes; HDF5 has at most {MostAxes}. The file is damaged; fetch it " +
                "again.");
        (number, TypeName) = file.Use(name, () => TypeOf(native));
        if (number is { } stored)
            blocks = new(file, name, native, shape, stored.Bytes);
    }

    /// <summary>The full name within the file, such as <c>/vil</c>.</summary>
    public string Name { get; }

    /// <summary>The length of each axis; none for a single value.</summary>
    public IReadOnlyList<long> Shape => shape;

    /// <summary>The name of each axis, such as time, lat, lon; empty where the file does not say.</summary>
    /// <exception cref="InvalidDataException">The names cannot be read.</exception>
    public IReadOnlyList<string> Dimensions => field ??= DimensionNames();

    /// <summary>The type of the values in words, as stored: <c>uint8</c>, <c>big-endian float32</c>, <c>text</c>.</summary>
    public string TypeName { get; }

    /// <summary>The length of each axis of the blocks that the file stores and packs together; empty where values lie in one
    /// piece.</summary>
    public IReadOnlyList<long> Chunk => blocks?.Chunk ?? [];

    /// <summary>The unit, such as <c>K</c> or <c>hours since 2010-01-01</c>; null where the file does not say.</summary>
    public string? Units => Attributes.Text("units");

    /// <summary>All attributes.</summary>
    public Hdf5Attributes Attributes { get; }

    internal Hdf5File File { get; }

    internal string Place => $"{File.Path}: {Name}";

    /// <summary>How a number is stored.</summary>
    /// <exception cref="InvalidDataException">The values are no numbers.</exception>
    internal StoredNumber Stored => number ?? throw new InvalidDataException(
        $"{Place} holds {TypeName} values; integers and floating-point numbers of 8 to 64 bits, and true and false as h5py writes them, " +
        "can be read. Write it anew as one of them.");

    internal CfConventions Conventions => field ??= CfConventions.Of(Attributes, Stored, File.IsNetCdf, Place);

    /// <summary>Whether values are pictures: bytes to which no attribute gives a meaning. Frames hold them divided by 255.</summary>
    /// <exception cref="InvalidDataException">The values are no numbers.</exception>
    public bool IsPicture => Stored is { Kind: 'u', Bytes: 1 } && !Conventions.Measured;

    /// <summary>The dataset that holds the coordinates of an axis of a name; null where there is none.</summary>
    internal Hdf5Dataset? Coordinate(string dimension) =>
        string.IsNullOrEmpty(dimension) ? null : File.Find(Name[..(Name.LastIndexOf('/') + 1)] + dimension) ?? File.Find(dimension);

    /// <summary>Makes frames of the dataset, whatever the order of its axes: one series, or one for each sequence where an axis N counts
    /// sequences (members of an ensemble, events). Values are those of <see cref="Read"/>; pictures are divided by 255. The file stays open
    /// as long as the series are read.</summary>
    /// <param name="axes">
    /// A letter for each axis: N (sequence), T, C (channel), H, W, and 1 for an axis with one value that stands for nothing; N and C may be
    /// missing. <c>"THW"</c> is one film, <c>"NTCHW"</c> clips, <c>"NHWT"</c> what SEVIR has. Left out: by the names of the axes (time,
    /// level, lat, lon, number, ...), and where they have none <c>THW</c>, <c>TCHW</c> or <c>NTCHW</c>.
    /// </param>
    /// <param name="missing">A number, as stored, that stands for a missing value; beside those that the attributes give.</param>
    /// <returns>The series, in the order of the file.</returns>
    /// <exception cref="ArgumentException">Letters that do not go with the dataset or the names of its axes.</exception>
    /// <exception cref="InvalidDataException">The values are no numbers, or there are none.</exception>
    public IReadOnlyList<IFrameSeries> Frames(string? axes = null, double? missing = null)
    {
        var order = FrameAxes.Of(Place, Shape, Dimensions, axes, "THW", "THW", "TCHW", "NTCHW");
        var reader = new Hdf5FrameReader(this, order, missing);
        var count = order.Length('N');
        return count <= MostSequences
            ? [.. Enumerable.Range(0, (int)count).Select(n => new SeriesView(() => $"{Name}{(order.Has('N') ? $"[{n}]" : "")} of " +
                File.Path, order.Length('T'), reader.Frame, (range, frames) => reader.Read(n, range, frames)))]
            : throw new InvalidDataException($"{Place} has {count} sequences; at most {MostSequences} are opened. Give another " +
                "letter to its axis N, or read it in blocks.");
    }

    /// <summary>Reads a block of values as their attributes say: stored numbers times <c>scale_factor</c> plus <c>add_offset</c>; those
    /// that are missing (<c>_FillValue</c>, <c>missing_value</c>, outside <c>valid_range</c>, <c>valid_min</c> and <c>valid_max</c>, in
    /// NetCDF files never written) become NaN.</summary>
    /// <param name="start">Where the block begins on each axis.</param>
    /// <param name="count">How many values it has on each axis, at least 1.</param>
    /// <param name="values">Receives exactly as many values as the counts multiply to, row by row.</param>
    /// <param name="stride">From one value to the next on each axis; 1 if left out.</param>
    /// <exception cref="ArgumentException">The block is not within the dataset, or the span has another length.</exception>
    /// <exception cref="InvalidDataException">The values are no numbers, or the file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<float> values, ReadOnlySpan<long> stride = default)
    {
        CheckBlock(start, count, stride, values.Length);
        using var stored = new Rented<byte>(checked(values.Length * Stored.Bytes));
        ReadStored(Rows(start, count, stride), stored.Span);
        Conventions.Decode(stored.Span, values);
    }

    /// <summary>Reads all values, as <see cref="Read"/> does, with the precision of a double.</summary>
    /// <returns>The values, row by row.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public double[] ReadAll()
    {
        var count = CountOf(shape);
        if (count > Math.Max(SmallBytes / sizeof(double), File.Stream.Length * 8) || count > Array.MaxLength / sizeof(double))
            throw new InvalidDataException($"{Place} announces {string.Join(" x ", shape)} values, more than are read at once from a " +
                $"file of {File.Stream.Length} bytes. Read it in blocks.");
        var values = new double[(int)count];
        var bytes = new byte[values.Length * Stored.Bytes];
        if (count > 0)
            ReadStored(Rows(new long[shape.Length], shape, default), bytes);
        Conventions.Decode(bytes, values);
        return values;
    }

    /// <summary>Reads all values of a dataset of texts.</summary>
    /// <exception cref="InvalidDataException">It holds something else, or is damaged.</exception>
    internal string[] ReadTexts()
    {
        if (TypeName != "text" || CountOf(shape) * (Int128)native.Type.Size > SmallBytes + File.Stream.Length)
            throw new InvalidDataException($"{Place} holds {string.Join(" x ", shape)} {TypeName} values; texts were expected. Fetch the " +
                "file again.");
        return Array.ConvertAll(File.Use(Name, () => native.Read<string?[]>(), Hdf5Stream.CallsForObject + (CountOf(shape) * 100)), text =>
            (text ?? "").TrimEnd('\0', ' '));
    }

    /// <summary>Reads values as they are stored, in the byte order of this machine.</summary>
    internal unsafe void ReadStored(Pick[] picks, Span<byte> stored)
    {
        fixed (byte* to = stored)
            blocks!.Read(picks, to);
        if (Stored.Swapped)
            StoredNumber.Swap(stored, Stored.Bytes);
    }

    /// <summary>How many values a shape holds; the largest number where they cannot be counted.</summary>
    internal static long CountOf(ReadOnlySpan<long> shape) => ArrayShape.Count(shape) ?? long.MaxValue;

    /// <summary>A block that is read row by row.</summary>
    private Pick[] Rows(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride)
    {
        var (picks, to) = (new Pick[count.Length], (long)Stored.Bytes);
        for (var i = picks.Length - 1; i >= 0; to *= count[i], i--)
            picks[i] = new(start[i], count[i], stride.IsEmpty ? 1 : stride[i], to);
        return picks;
    }

    private void CheckBlock(ReadOnlySpan<long> start, ReadOnlySpan<long> count, ReadOnlySpan<long> stride, int length)
    {
        if (start.Length != shape.Length || count.Length != shape.Length || (stride.Length != shape.Length && !stride.IsEmpty))
            throw new ArgumentException($"{Place} has {shape.Length} axes; start, count and stride have {start.Length}, {count.Length} " +
                $"and {stride.Length}.", nameof(start));
        for (var i = 0; i < shape.Length; i++)
        {
            var step = stride.IsEmpty ? 1 : stride[i];
            if (start[i] < 0 || count[i] < 1 || step < 1 || start[i] + ((count[i] - 1) * (Int128)step) >= shape[i])
                throw new ArgumentOutOfRangeException(nameof(start), $"{Place} has {shape[i]} values on axis {i}; {count[i]} from " +
                    $"{start[i]}, {step} apart, do not lie within.");
        }
        if (CountOf(count) != length)
            throw new ArgumentException($"{Place}: {string.Join(" x ", count.ToArray())} values were asked for, but the span has " +
                $"{length}. Allocate exactly as many.", nameof(count));
    }

    private string[] DimensionNames()
    {
        var names = new string[shape.Length];
        Array.Fill(names, "");
        var lists = Attributes.References("DIMENSION_LIST");
        for (var axis = 0; axis < Math.Min(names.Length, lists.Count); axis++)
            if (lists[axis] is [var first, ..] && Unsafe.BitCast<NativeObjectReference1, ulong>(first) is > 0 and var address)
                names[axis] = File.NameOf(first, address);
        if (names is [""] && Attributes.Text("CLASS") == "DIMENSION_SCALE")
            names[0] = Name[(Name.LastIndexOf('/') + 1)..];
        return names;
    }

    private static (StoredNumber?, string) TypeOf(NativeDataset native)
    {
        var type = native.Type;
        if (native.Space.Type == H5DataspaceType.Null)
            return (null, "no");
        if (type.Class == H5DataTypeClass.Enumerated)
        {
            // How h5py writes true and false.
            return type.Size == 1 && type.Enumeration.GetMembers<byte>() is { Count: 2 } members
                && members.TryGetValue("FALSE", out var no) && no == 0 && members.TryGetValue("TRUE", out var yes) && yes == 1
                ? (new('b', 1, false), "bool")
                : (null, "enumerated");
        }
        if (type.Class is not (H5DataTypeClass.FixedPoint or H5DataTypeClass.FloatingPoint))
            return (null, type.Class switch
            {
                H5DataTypeClass.String or H5DataTypeClass.VariableLength => "text",
                var other => other.ToString().ToLowerInvariant(),
            });
        var kind = type.Class == H5DataTypeClass.FloatingPoint ? 'f' : type.FixedPoint.IsSigned ? 'i' : 'u';
        var name = $"{kind switch { 'f' => "float", 'i' => "int", _ => "uint" }}{type.Size * 8L}";
        if (type.Size is not (1 or 2 or 4 or 8) || (kind, type.Size) == ('f', 1))
            return (null, name);
        var swapped = IsSwapped(native, type.Size);
        return (new(kind, type.Size, swapped), (swapped ? "big-endian " : "") + name);
    }

    /// <summary>The library tells the byte order only by refusing numbers of the other one; nothing is read for that.</summary>
    private static bool IsSwapped(NativeDataset native, int bytes)
    {
        var rank = Math.Max(1, native.Space.Dimensions.Length);
        var none = new HyperslabSelection(rank, new ulong[rank], [.. Enumerable.Repeat(1UL, rank)], new ulong[rank], new ulong[rank]);
        try
        {
            switch (bytes)
            {
                case 1: native.Read(Span<byte>.Empty, none); break;
                case 2: native.Read(Span<short>.Empty, none); break;
                case 4: native.Read(Span<int>.Empty, none); break;
                default: native.Read(Span<long>.Empty, none); break;
            }
            return false;
        }
        catch (Exception e) when (e.Message.StartsWith("Byte order", StringComparison.Ordinal))
        {
            return true;
        }
        catch (IndexOutOfRangeException) when (Array.IndexOf(native.Space.MaxDimensions, H5Constants.Unlimited) > 0)
        {
            throw new Hdf5Refusal("can grow along an axis other than the first, which PureHDF does not read in files of the newest " +
                "format. Write it anew: `h5repack IN OUT`.");
        }
    }
}
