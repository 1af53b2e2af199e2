using System.Globalization;

namespace SwinLSTM;

/// <summary>A stream's state on disk, so that a forecast goes on after a restart as if there had been none.</summary>
/// <remarks>A safetensors file with <c>hidden.i</c> and <c>cell.i</c> of every cell, the last frame and the prediction of the next
/// one.</remarks>
public static class StreamCheckpoint
{
    private const string VersionKey = "swinlstm-state", Version = "1", Next = "next", Last = "last";

    /// <summary>Writes the state of a stream, whole or not at all.</summary>
    /// <param name="stream">The stream, after at least one frame.</param>
    /// <param name="path">The file to write or replace.</param>
    /// <exception cref="InvalidOperationException">The stream is empty.</exception>
    public static void Save(this FrameStream stream, string path)
    {
        if (stream.State is not { } state) throw new InvalidOperationException("The stream is empty; Push at least one frame before Save.");
        Safetensors.Write(path, Names(state.Count).Zip(stream.Point.Tensors),
            new Dictionary<string, string> { [VersionKey] = Version, ["cells"] = $"{state.Count}" });
    }

    /// <summary>Goes on with a stream that <see cref="Save"/> wrote.</summary>
    /// <param name="network">The network that the state is of, with the same weights.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or is no saved state.</exception>
    public static FrameStream ResumeStream(this FramePredictor network, string path) => Resume(network, null, path);

    internal static FrameStream Resume(FramePredictor network, Normalizer? normalizer, string path)
    {
        using var file = Safetensors.Read(path);
        if (file.Metadata.GetValueOrDefault(VersionKey) != Version
            || !int.TryParse(file.Metadata.GetValueOrDefault("cells"), NumberStyles.None, CultureInfo.InvariantCulture, out var cells)
            || file.Names.Count != (2L * cells) + 2 || !Names(cells).All(n => file.TryGet(n, out _)))
            throw new InvalidDataException($"'{path}' is no saved state of a stream, or is damaged: "
                + $"it must hold hidden.i and cell.i of every cell, '{Next}' and '{Last}'. Write one with Save.");
        // A network of another element type could not take the state, and nobody could convert it in the stream.
        var weight = network.parameters().FirstOrDefault();
        Tensor[] own = [.. Names(cells).Select(Own)];
        var states = own[..(2 * cells)].Chunk(2).Select(pair => new CellState(pair[0], pair[1]));
        return new(network, normalizer, new(new NetworkState([.. states]), own[^2], own[^1]));

        Tensor Own(string name) =>
            file[name].to(weight?.dtype ?? file[name].dtype, weight?.device ?? CPU, copy: true).DetachFromDisposeScope();
    }

    // In the order of a point's tensors.
    private static IEnumerable<string> Names(int cells) =>
        Enumerable.Range(0, cells).SelectMany(i => new[] { $"hidden.{i}", $"cell.{i}" }).Append(Next).Append(Last);
}
