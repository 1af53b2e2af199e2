namespace SwinLSTM;

/// <summary>The file of a <see cref="ForecastModel"/>: weights under our names, and in the metadata version, kind and options of the
/// network, normaliser and notes.</summary>
internal static class ModelFile
{
    public const string VersionKey = "swinlstm", KindKey = "network", OptionsKey = "options", Version = "2", SwinLstm = "SwinLSTM";
    private const string NormalizerKey = "normalizer", ConvLstm = "ConvLSTM";
    private const string Published = "Published weights are opened with OfficialCheckpoint.Open.";

    private static readonly string[] Reserved = [VersionKey, KindKey, OptionsKey, NormalizerKey];

    public static void CheckNotes(IReadOnlyDictionary<string, string> notes)
    {
        foreach (var key in Reserved.Where(notes.ContainsKey))
            throw new ArgumentException($"notes has the key '{key}', which the file uses itself. Use another key.", nameof(notes));
        foreach (var (key, text) in notes)
            if (text is null) throw new ArgumentException($"notes['{key}'] is null; a note is a text. Leave it out.", nameof(notes));
    }

    public static void Write(ForecastModel model, string path, ScalarType? dtype)
    {
        var (kind, options) = model.Network switch
        {
            SwinLstmNetwork network => (SwinLstm, network.Options.ToJson()),
            ConvLstmNetwork network => (ConvLstm, OptionsJson.Write(network.Options)),
            var network => (network.GetName(), ""),
        };
        var metadata = new Dictionary<string, string>(model.Notes) { [VersionKey] = Version, [KindKey] = kind };
        if (options != "") metadata.Add(OptionsKey, options);
        if (model.Normalizer is { } normalizer) metadata.Add(NormalizerKey, normalizer.ToJson());
        using var scope = NewDisposeScope();
        Safetensors.Write(path, model.Network.state_dict().Select(w => (w.Key, Stored(w.Key, w.Value))), metadata);

        Tensor Stored(string name, Tensor weight)
        {
            if (dtype is not { } type || !weight.is_floating_point()) return weight;
            var stored = weight.to(type);
            if (!stored.is_floating_point())
                throw new ArgumentException(
                    $"dtype is {type}; weights are stored in a floating type. Use Float16, BFloat16, Float32 or Float64.", nameof(dtype));
            return !stored.isfinite().ne(weight.isfinite()).any().item<bool>() ? stored : throw new ArgumentException(
                $"dtype is {type}, which does not hold values as large as those of '{name}'. Use BFloat16 or Float32.", nameof(dtype));
        }
    }

    public static ForecastModel Read(Stream stream, string name, Device? device, ScalarType? dtype)
    {
        using var file = Open(stream, name);
        var network = Build(name, file);
        try
        {
            var model = Fill(name, file, network);
            network.to(device ?? CPU, dtype ?? ScalarType.Float32);
            return model;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public static ForecastModel Read(Stream stream, string name, FramePredictor network)
    {
        using var file = Open(stream, name);
        return Fill(name, file, network);
    }

    private static TensorFile Open(Stream stream, string name)
    {
        if (TorchCheckpoint.IsTorchSave(stream)) throw new InvalidDataException($"'{name}' is a file of PyTorch's torch.save. {Published}");
        var file = Safetensors.Read(stream, name);
        var version = file.Metadata.GetValueOrDefault(VersionKey);
        if (version == Version) return file;
        using (file)
            return version == "1" ? VersionOne.Upgrade(file, name) : throw new InvalidDataException(version is null
                ? $"'{name}' is no model of this library: its metadata lack '{VersionKey}'. {Published}"
                : $"'{name}' is of version {BadFile.Quote(version)}; this library reads versions 1 and {Version}. "
                    + "Use a newer release of it.");
    }

    private static FramePredictor Build(string name, TensorFile file)
    {
        var kind = file.Metadata.GetValueOrDefault(KindKey);
        if (kind is not (SwinLstm or ConvLstm))
            throw new InvalidDataException($"'{name}' holds a network of kind {BadFile.Quote(kind ?? "")}, which this library does not "
                + "build. Make one and call ForecastModel.Load(path, network).");
        try
        {
            var json = file.Metadata.GetValueOrDefault(OptionsKey) ?? throw new InvalidDataException("It lacks options.");
            var swinLstm = kind == SwinLstm ? OptionsJson.FromJson(json) : null;
            var convLstm = kind == ConvLstm ? OptionsJson.Read<ConvLstmOptions>(json) : new();
            // Before anything is built: a small file must not ask for a large network.
            var needed = swinLstm?.CountParameters() ?? convLstm.CountParameters();
            if (file.Values != needed) throw new InvalidDataException(
                $"It holds {file.Values} values; a network of its options has {needed} weights. The file is damaged; use another copy.");
            // Any seed: all weights are replaced, and the caller's random state is not ours to draw from.
            return (FramePredictor?)swinLstm?.Build(seed: 0) ?? new ConvLstmNetwork(convLstm, seed: 0);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"'{name}' cannot be built. {e.Message}", e);
        }
    }

    private static ForecastModel Fill(string name, TensorFile file, FramePredictor network)
    {
        var normalizer = file.Metadata.TryGetValue(NormalizerKey, out var json) ? Normalizer.FromJson(json) : null;
        WeightEntry[] entries = [.. network.state_dict().Select(w => new WeightEntry(w.Key, w.Value.shape, w.Key))];
        var report = StateDictLoader.Load(network, entries, file);
        if (!report.Fits) throw new InvalidDataException($"'{name}' does not fit the network: {report}");
        network.eval();
        return new(network, normalizer, file.Metadata.Where(m => !Reserved.Contains(m.Key)).ToDictionary());
    }
}
