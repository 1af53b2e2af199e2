using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Reads and writes safetensors files: a length, a JSON header, raw little-endian tensors.</summary>
/// <remarks>Element types: F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL. Python's <c>safetensors</c> reads what is written here, and
/// the other way round. Source: https://github.com/huggingface/safetensors#format.</remarks>
public static class Safetensors
{
    private const string Remedy = "Copy or download the file again, or write it anew with Safetensors.Write or Python's safetensors.";

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; nothing larger than the file was allocated.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TensorFile Read(string path)
    {
        using var stream = File.OpenRead(path);
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
            throw new ArgumentException("A stream of safetensors can seek. Copy this one into a MemoryStream first.", nameof(stream));
        var header = SafetensorsHeader.Read(stream, new BadFile(name, Remedy));
        var start = stream.Position;
        using var scope = NewDisposeScope();
        var tensors = Array.ConvertAll(header.Entries, entry =>
        {
            stream.Position = start + entry.Begin;
            return (entry.Name, TensorData.Read(stream, entry.Type, entry.Shape));
        });
        stream.Seek(0, SeekOrigin.End);
        return new TensorFile(header.Metadata, tensors);
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
        var given = tensors.ToList();
        var types = given.ConvertAll(t => Array.Find(TensorData.Types, type => type.Type == t.Tensor.dtype)
            ?? throw new ArgumentException($"An element type is one of {TensorData.TypeNames}. " +
                $"Received: {t.Tensor.dtype} for '{t.Name}'. Convert it with to(ScalarType) first.", nameof(tensors)));
        // The widest elements first: behind a header that ends at a multiple of 8, every element then lies at a multiple of its size.
        int[] order = [.. Enumerable.Range(0, given.Count).OrderByDescending(i => types[i].Bytes)];
        var entries = new SafetensorsEntry[given.Count];
        long end = 0;
        foreach (var i in order)
        {
            var (name, tensor) = given[i];
            entries[i] = new(name, types[i], tensor.shape, end, end += tensor.NumberOfElements * types[i].Bytes);
        }

        new SafetensorsHeader(entries, metadata ?? new Dictionary<string, string>()).Write(stream);
        foreach (var i in order) TensorData.Write(given[i].Tensor, stream);
    }
}
