using System.Buffers.Binary;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Reads and writes safetensors files: a length, a JSON header, raw little-endian tensors.</summary>
/// <remarks>
/// Element types: F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL. Python's <c>safetensors</c> reads what is written here, and what it
/// writes is read here. Source: https://github.com/huggingface/safetensors#format.
/// </remarks>
public static class Safetensors
{
    private const string Remedy = "Copy or download the file again, or write it anew with Safetensors.Write or Python's safetensors.";

    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; nothing larger than the file was allocated.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TensorFile Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads all tensors from the stream's position to its end.</summary>
    /// <param name="stream">A stream that can seek, because lengths are checked against what is left of it. It stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="InvalidDataException">The data break a rule of the format.</exception>
    public static TensorFile Read(Stream stream, string name = "stream")
    {
        if (!stream.CanSeek)
            throw new ArgumentException("Safetensors are read from a stream that can seek. Received: one that cannot. " +
                "Copy it into a MemoryStream first.", nameof(stream));
        var bad = new BadFile(name, Remedy);
        try
        {
            return ReadTensors(stream, ReadHeader(stream, bad));
        }
        catch (EndOfStreamException e)
        {
            throw bad.Because("The file is as long as its header says.", "an end before that", e);
        }
    }

    /// <summary>Writes a file, whole or not at all: what was at <paramref name="path"/> stays until the new file is complete.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="tensors">Names and tensors, of any device and strides; the header keeps their order.</param>
    /// <param name="metadata">Text entries that readers can ask for.</param>
    /// <exception cref="ArgumentException">A name comes twice or is <c>__metadata__</c>, or the format lacks an element type.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes at the stream's position. The stream stays open.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{ValueTuple{string, Tensor}}, IReadOnlyDictionary{string, string}?)"/>
    public static void Write(
        Stream stream, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        (string Name, Tensor Tensor)[] given = [.. tensors];
        CheckNames(given);
        // The widest elements first: behind a header that ends at a multiple of 8, every element then lies at a multiple of its size.
        int[] order = [.. Enumerable.Range(0, given.Length).OrderByDescending(i => DTypeNames.BytesOf(given[i].Tensor.dtype))];
        var entries = new SafetensorsEntry[given.Length];
        long end = 0;
        foreach (int i in order)
        {
            (string name, Tensor tensor) = given[i];
            long begin = end;
            end += tensor.NumberOfElements * DTypeNames.BytesOf(tensor.dtype);
            entries[i] = new SafetensorsEntry(name, tensor.dtype, tensor.shape, begin, end);
        }

        WriteHeader(stream, new SafetensorsHeader(entries, metadata ?? NoMetadata));
        foreach (int i in order)
        {
            using var scope = NewDisposeScope();
            TensorBytes.Write(given[i].Tensor.detach().cpu().contiguous(), stream);
        }
    }

    private static SafetensorsHeader ReadHeader(Stream stream, BadFile bad)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long rest = stream.Length - stream.Position;
        if (length > SafetensorsHeader.LongestHeader || (long)length > rest)
            throw bad.Because($"The first 8 bytes are the header's length, at most {SafetensorsHeader.LongestHeader} and within the file.",
                $"{length} with {rest} bytes left");
        byte[] json = new byte[length];
        stream.ReadExactly(json);
        SafetensorsHeader header = SafetensorsHeaderReader.Read(json, bad);
        header.CheckLayout(rest - (long)length, bad);
        return header;
    }

    private static TensorFile ReadTensors(Stream stream, SafetensorsHeader header)
    {
        long start = stream.Position;
        var file = new TensorFile(header.Metadata);
        try
        {
            foreach (SafetensorsEntry entry in header.Entries)
            {
                Tensor tensor = empty(entry.Shape, entry.Type, CPU);
                file.Add(entry.Name, tensor);
                stream.Position = start + entry.Begin;
                TensorBytes.Read(tensor, stream);
            }

            stream.Seek(0, SeekOrigin.End);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void CheckNames((string Name, Tensor Tensor)[] tensors)
    {
        var names = new HashSet<string>();
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (name == SafetensorsHeader.MetadataName)
                throw new ArgumentException($"A tensor is not called {SafetensorsHeader.MetadataName}: the format keeps its metadata there. " +
                    "Rename it, or pass it as metadata.", nameof(tensors));
            if (!names.Add(name))
                throw new ArgumentException($"Names are unique. Received: '{name}' twice. Rename one of the two.", nameof(tensors));
            if (DTypeNames.NameOf(tensor.dtype) is null)
                throw new ArgumentException($"An element type is one of {DTypeNames.All}. Received: {tensor.dtype} for '{name}'. " +
                    "Convert it with to(ScalarType) first.", nameof(tensors));
        }
    }

    private static void WriteHeader(Stream stream, SafetensorsHeader header)
    {
        ReadOnlySpan<byte> json = SafetensorsHeaderWriter.Write(header);
        if (json.Length > SafetensorsHeader.LongestHeader)
            throw new ArgumentException(
                $"Names, shapes and metadata take at most {SafetensorsHeader.LongestHeader} bytes. Received: {json.Length}. Shorten the metadata.");
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)json.Length);
        stream.Write(prefix);
        stream.Write(json);
    }
}
