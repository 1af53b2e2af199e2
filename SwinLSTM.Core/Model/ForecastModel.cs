namespace SwinLSTM;

/// <summary>What is saved, loaded and served: a network, the normaliser that it was trained with, and notes. It forecasts in the units of
/// the data.</summary>
/// <remarks>It owns its network. The file is a safetensors file that Python reads too; its metadata hold version, options, normaliser and
/// notes.</remarks>
public sealed class ForecastModel : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoNotes = new Dictionary<string, string>();

    /// <summary>Puts a model together.</summary>
    /// <param name="network">Any network; the model disposes it.</param>
    /// <param name="normalizer">What its frames are normalised with; null if it sees them as they are.</param>
    /// <param name="notes">Text to keep with it, such as how it was trained.</param>
    public ForecastModel(FramePredictor network, Normalizer? normalizer = null, IReadOnlyDictionary<string, string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        (Network, Normalizer, Notes) = (network, normalizer, notes ?? NoNotes);
        ModelFile.CheckNotes(Notes);
    }

    /// <summary>The network.</summary>
    public FramePredictor Network { get; }

    /// <summary>What the network's frames are normalised with; null if it sees them as they are.</summary>
    public Normalizer? Normalizer { get; }

    /// <summary>Text kept with the model.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; }

    /// <summary>Forecasts in the units of the data; no gradients, eval mode.</summary>
    /// <param name="past">Known frames <c>[B, T, C, H, W]</c> of any height and width, where the network is. With a normaliser: of any real
    /// type, NaN where a value is missing. Without: what the network sees, every value finite.</param>
    /// <param name="horizon">Frames to forecast, at least 1.</param>
    /// <returns><c>[B, horizon, C', H, W]</c>: the frames after the last known one.</returns>
    /// <exception cref="ArgumentException">Not five axes, other channels, a value that is not finite and no normaliser fills, or a horizon
    /// below 1.</exception>
    public Tensor Forecast(Tensor past, int horizon)
    {
        ArgumentNullException.ThrowIfNull(past);
        if (Normalizer is null) return Network.Forecast(past, horizon);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var future = Network.Forecast(Normalizer.ApplyFor(Network, past), horizon); // [B, horizon, C', H, W]
        return scope.MoveToOuter(Normalizer.Undo(future, Network.TargetChannels));
    }

    /// <summary>Begins a stream of frames in the units of the data: they are pushed as they arrive, and forecasts asked for at any
    /// time.</summary>
    public FrameStream Stream() => new(Network, Normalizer);

    /// <summary>Goes on with a stream that <see cref="StreamCheckpoint.Save"/> wrote.</summary>
    /// <inheritdoc cref="StreamCheckpoint.ResumeStream(FramePredictor, string)"/>
    public FrameStream ResumeStream(string path) => StreamCheckpoint.Resume(Network, Normalizer, path);

    /// <summary>Writes the model, whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="dtype">The element type in the file; null keeps the weights'. Float16 halves a float32 file.</param>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is no floating type, or weights are too large for it.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there is as it was.</exception>
    public void Save(string path, ScalarType? dtype = null) => ModelFile.Write(this, path, dtype);

    /// <summary>Reads a model of one of this library's networks: SwinLSTM or ConvLSTM.</summary>
    /// <param name="path">What <see cref="Save"/> wrote.</param>
    /// <param name="device">Where the network shall be; null is the CPU.</param>
    /// <param name="dtype">The element type of the weights; null is float32, whatever the file's is.</param>
    /// <returns>The model, its network in eval mode.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, is no such file, or holds another kind of network. Nothing larger than
    /// the file was built.</exception>
    public static ForecastModel Load(string path, Device? device = null, ScalarType? dtype = null)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, path, device, dtype);
    }

    /// <inheritdoc cref="Load(string, Device?, ScalarType?)"/>
    /// <param name="stream">The file's bytes, in a stream that can seek. It stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="device">Where the network shall be; null is the CPU.</param>
    /// <param name="dtype">The element type of the weights; null is float32, whatever the file's is.</param>
    public static ForecastModel Load(Stream stream, string name, Device? device = null, ScalarType? dtype = null) =>
        ModelFile.Read(stream, name, device, dtype);

    /// <summary>Reads a model of a network of your own: fills the given one.</summary>
    /// <param name="path">What <see cref="Save"/> wrote.</param>
    /// <param name="network">A network with weights of the same names and shapes; the model disposes it.</param>
    /// <returns>The model, its network in eval mode.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, is no such file, or does not fit; the network is as it was.</exception>
    public static ForecastModel Load(string path, FramePredictor network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var stream = File.OpenRead(path);
        return ModelFile.Read(stream, path, network);
    }

    /// <summary>Disposes the network.</summary>
    public void Dispose() => Network.Dispose();
}
