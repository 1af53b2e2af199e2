using SwinLSTM.Training;

namespace SwinLSTM.Cli;

/// <summary>What <c>swinlstm train</c> does, as its run file says it; what is left out has these defaults. A key that is also an option is
/// described beside it, in <see cref="ConfigFlags"/>.</summary>
internal sealed record RunConfig
{
    public DataConfig Data { get; init; } = new();
    public ModelConfig Model { get; init; } = new();
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Sequences of the validation split that are measured each time; null takes all.</summary>
    public long? ValidationSequences { get; init; } = 256;
    public string Device { get; init; } = "cpu";
}

/// <summary>Which frames, and how samples are cut out of them.</summary>
internal sealed record DataConfig
{
    public IReadOnlyList<string> Sources { get; init; } = [];
    public string? Key { get; init; }
    public string? Layout { get; init; }
    public string? Scans { get; init; }
    public bool Grey { get; init; }
    public double? Fps { get; init; }
    public bool KeepDamaged { get; init; }
    public string? Size { get; init; }
    public string? Crop { get; init; }
    public IReadOnlyList<int>? Channels { get; init; }
    public int? Targets { get; init; }
    public int Inputs { get; init; } = 10;
    public int Horizon { get; init; } = 10;
    public int Step { get; init; } = 1;
    public int Stride { get; init; } = 1;
    public double Validation { get; init; } = 0.1;
    public double Test { get; init; } = 0.1;

    /// <summary>Fixes what is random about samples and splits; --seed sets it, too.</summary>
    public ulong Seed { get; init; }
    public int Digits { get; init; } = 2;
    public int? DigitSize { get; init; }
    public long Count { get; init; } = 10_000;
    public string Normalize { get; init; } = "auto";
}

/// <summary>Which network.</summary>
internal sealed record ModelConfig
{
    public string Kind { get; init; } = "swinlstm-b";
    public string? From { get; init; }

    /// <summary>2 for SwinLSTM and 4 for ConvLSTM if left out.</summary>
    public int? Patch { get; init; }
    public int Width { get; init; } = 64;

    /// <summary>For swinlstm-d the first half halves the resolution, the second doubles it.</summary>
    public IReadOnlyList<int>? Depths { get; init; }
    public IReadOnlyList<int>? Heads { get; init; }
    public int Window { get; init; } = 4;
    public double StochasticDepth { get; init; } = 0.1;

    /// <summary>Channels of each ConvLSTM cell.</summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>The side of ConvLSTM's kernels.</summary>
    public int Kernel { get; init; } = 5;

    /// <summary>sigmoid, tanh or none; null: sigmoid for values in [0, 1], none for others.</summary>
    public string? Activation { get; init; }
}
