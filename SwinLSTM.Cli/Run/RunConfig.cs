using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary>What <c>swinlstm train</c> does, as its run file says it; what is left out has these defaults.</summary>
internal sealed record RunConfig
{
    public DataConfig Data { get; init; } = new();

    public ModelConfig Model { get; init; } = new();

    public TrainingOptions Training { get; init; } = new();

    /// <summary>Sequences of the validation split that are measured each time; null takes all.</summary>
    public long? ValidationSequences { get; init; } = 256;

    /// <summary>cpu, or cuda.</summary>
    public string Device { get; init; } = "cpu";
}

/// <summary>Which frames, and how samples are cut out of them.</summary>
internal sealed record DataConfig
{
    public IReadOnlyList<string> Sources { get; init; } = [];

    public string? Key { get; init; }

    /// <summary>A letter for each axis, such as THW.</summary>
    public string? Layout { get; init; }

    /// <summary>How the files of a folder are called that are a frame each, with the time in braces: radar_{yyyyMMddHHmm}.h5.</summary>
    public string? Scans { get; init; }

    public bool Grey { get; init; }

    public double? Fps { get; init; }

    /// <summary>HEIGHTxWIDTH that frames are resized to.</summary>
    public string? Size { get; init; }

    /// <summary>HEIGHTxWIDTH that is cut out of the middle, before they are resized.</summary>
    public string? Crop { get; init; }

    /// <summary>Which channels are used, in that order; null for all.</summary>
    public IReadOnlyList<int>? Channels { get; init; }

    /// <summary>How many of them are forecast, the first ones; null for all.</summary>
    public int? Targets { get; init; }

    /// <summary>Frames that the network sees.</summary>
    public int Inputs { get; init; } = 10;

    /// <summary>Frames to forecast.</summary>
    public int Horizon { get; init; } = 10;

    /// <summary>Frames from one frame of a sample to the next.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Frames from the beginning of one sample to that of the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>The share for validation.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>The share for test.</summary>
    public double Test { get; init; } = 0.1;

    /// <summary>Fixes what is random about samples and splits.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many digits move in a sequence.</summary>
    public int Digits { get; init; } = 2;

    /// <summary>Pixels of a moving digit's side; null for as many as its image has.</summary>
    public int? DigitSize { get; init; }

    /// <summary>Sequences of moving digits.</summary>
    public long Count { get; init; } = 10_000;

    /// <summary>auto (pictures as they are, measurements by zscore), none, unit or zscore.</summary>
    public string Normalize { get; init; } = "auto";
}

/// <summary>Which network.</summary>
internal sealed record ModelConfig
{
    /// <summary>swinlstm-b, swinlstm-d or convlstm.</summary>
    public string Kind { get; init; } = "swinlstm-b";

    /// <summary>Weights to begin with, of the same network; null begins anew.</summary>
    public string? From { get; init; }

    /// <summary>Pixels of a patch's side; 2 for SwinLSTM and 4 for ConvLSTM if left out.</summary>
    public int? Patch { get; init; }

    /// <summary>Channels of a token.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Swin blocks of each stage; for swinlstm-d the first half halves the resolution, the second doubles it.</summary>
    public IReadOnlyList<int>? Depths { get; init; }

    /// <summary>Attention heads of each stage.</summary>
    public IReadOnlyList<int>? Heads { get; init; }

    /// <summary>The side of the attention window, in tokens.</summary>
    public int Window { get; init; } = 4;

    public double StochasticDepth { get; init; } = 0.1;

    /// <summary>Channels of each ConvLSTM cell.</summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>The side of ConvLSTM's kernels.</summary>
    public int Kernel { get; init; } = 5;

    /// <summary>sigmoid, tanh or none; null: sigmoid for values in [0, 1], none for others.</summary>
    public string? Activation { get; init; }
}
