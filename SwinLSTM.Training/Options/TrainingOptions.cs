using System.Text.Json;
using System.Text.Json.Serialization;

namespace SwinLSTM.Training;

/// <summary>How gradients change weights.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba 2015), as published for SwinLSTM; weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>AdamW (Loshchilov and Hutter 2019): weight decay apart from the gradient.</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum; weight decay is added to the gradient.</summary>
    Sgd,
}

/// <summary>The numbers of a training run. All of them but those of speed and of keeping decide what comes out; a run file is their
/// JSON.</summary>
public sealed record TrainingOptions
{
    private static readonly JsonSerializerOptions Style = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = 8,
    };

    /// <summary>The authors' recipe: Adam at a constant 1e-4, no clipping, batches of 16, the mean squared error of all outputs.</summary>
    public static TrainingOptions Published { get; } = new()
    {
        Optimizer = OptimizerKind.Adam,
        LearningRate = 1e-4,
        WeightDecay = 0,
        Schedule = new ConstantSchedule(),
        ClipNorm = null,
    };

    /// <summary>How many steps; null if <see cref="Minutes"/> alone decides. Default 10,000.</summary>
    public int? Steps { get; init; } = 10_000;

    /// <summary>How long, in minutes of training, those before a resume included; null if <see cref="Steps"/> alone decides. The first of
    /// the two ends the run.</summary>
    public double? Minutes { get; init; }

    /// <summary>Sequences a step, over all shards and ranks. Default 16, as published.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>How gradients change weights. Default AdamW.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>The highest learning rate. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The course of the learning rate. Default: a rise over 100 steps, then half a cosine down to a hundredth.</summary>
    public LearningRateSchedule Schedule { get; init; } = new CosineSchedule(WarmUpSteps: 100);

    /// <summary>Weight decay. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>How much of the last direction is kept: momentum of SGD, the first beta of Adam. Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The largest norm of all gradients together; larger ones are scaled down to it. Null does not clip. Default 1.</summary>
    public double? ClipNorm { get; init; } = 1;

    /// <summary>What is minimised. Default: the mean squared error.</summary>
    public LossKind Loss { get; init; } = LossKind.MeanSquaredError;

    /// <summary>Which outputs are compared. Default: all, as published.</summary>
    public LossFrames LossFrames { get; init; } = LossFrames.All;

    /// <summary>How much of itself the moving average of the weights keeps each step, such as 0.999; validation and saved models use the
    /// average. Null takes the weights as they are. Default null.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>Shorter sequences to begin with; null trains at full length throughout.</summary>
    public Curriculum? Curriculum { get; init; }

    /// <summary>The shards that a process cuts its part of a batch into; each shard's gradient is computed apart, then they are summed in
    /// order. The same number gives the same bytes on any number of threads. Null: one for each core when the run begins.</summary>
    public int? Shards { get; init; }

    /// <summary>Steps of time whose intermediate values are kept for the backward pass; the others are computed twice. Null keeps all: the
    /// fastest, and the most memory. 1 takes the least. Default null.</summary>
    public int? Segment { get; init; }

    /// <summary>The gigabytes that intermediate values of a step may take, over all threads: it picks the longest <see cref="Segment"/>
    /// that keeps to them, at the first step of the run, by what a step of time takes. On the CPU of Linux only. Null leaves it to
    /// <see cref="Segment"/>. Default null.</summary>
    public double? MemoryGigabytes { get; init; }

    /// <summary>Fixes everything random in the run. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Steps between validations; 0 validates at the end only. Default 500.</summary>
    public int ValidateEvery { get; init; } = 500;

    /// <summary>Validations without a better value after which the run ends early; null never does.</summary>
    public int? Patience { get; init; }

    /// <summary>Steps between checkpoints; 0 writes one at the end only. Default 500.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Checkpoints that are kept, newest first; at least 2, so that a damaged last one has one before it. Default 2.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Steps in a row without a finite loss and gradient after which the run goes back to the last checkpoint, with half the
    /// learning rate and another order of samples. Default 5.</summary>
    public int RetreatAfter { get; init; } = 5;

    /// <summary>Threads that compute shards; they change the speed, not the result. Null: one for each core, but no more than
    /// shards.</summary>
    public int? Threads { get; init; }

    /// <summary>Threads that read batches ahead; they change the speed, not the result. Default 1.</summary>
    public int Readers { get; init; } = 1;

    /// <summary>Writes the options as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Style);

    /// <summary>Reads options; members that are left out have their defaults.</summary>
    /// <exception cref="InvalidDataException">No JSON object of options: the message says where.</exception>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public static TrainingOptions FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var options = JsonSerializer.Deserialize<TrainingOptions>(json, Style)
                ?? throw new InvalidDataException("The training options are null; expected a JSON object.");
            options.Check();
            return options;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"These are no training options: {e.Message}", e);
        }
    }

    /// <summary>How much of a run is over, 0 to 1.</summary>
    internal double Progress(long step, TimeSpan elapsed) =>
        Math.Min(1, Math.Max(Steps is { } all ? (double)step / all : 0, Minutes is { } minutes ? elapsed.TotalMinutes / minutes : 0));

    /// <summary>The same options but for those that may change between a run and its continuation.</summary>
    internal TrainingOptions WithFreeOf(TrainingOptions other) => this with
    {
        Steps = other.Steps,
        Minutes = other.Minutes,
        ValidateEvery = other.ValidateEvery,
        Patience = other.Patience,
        CheckpointEvery = other.CheckpointEvery,
        KeepCheckpoints = other.KeepCheckpoints,
        RetreatAfter = other.RetreatAfter,
        Threads = other.Threads,
        Readers = other.Readers,
    };

    internal void Check()
    {
        (bool Broken, string Rule)[] rules =
        [
            (Steps is null && Minutes is null, "Neither Steps nor Minutes is given; one of them ends the run."),
            (Steps < 1, $"Steps is {Steps}; a run has at least one."),
            (Minutes is { } m && !(m > 0 && double.IsFinite(m)), $"Minutes is {Minutes}; it is above 0."),
            (BatchSize < 1, $"BatchSize is {BatchSize}; a step has at least one sequence."),
            (!Enum.IsDefined(Optimizer), $"Optimizer is {(int)Optimizer}; choose Adam, AdamW or Sgd."),
            (!(LearningRate > 0 && double.IsFinite(LearningRate)), $"LearningRate is {LearningRate}; it is above 0, such as 1e-3."),
            (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)), $"WeightDecay is {WeightDecay}; it is 0 or more."),
            (Momentum is not (>= 0 and < 1), $"Momentum is {Momentum}; it is at least 0 and below 1."),
            (ClipNorm is { } clip && !(clip > 0 && double.IsFinite(clip)), $"ClipNorm is {ClipNorm}; it is above 0, or null."),
            (!Enum.IsDefined(Loss), $"Loss is {(int)Loss}; choose one of {string.Join(", ", Enum.GetNames<LossKind>())}."),
            (!Enum.IsDefined(LossFrames), $"LossFrames is {(int)LossFrames}; choose All or Forecast."),
            (AverageDecay is { } decay && decay is not (> 0 and < 1),
                $"AverageDecay is {AverageDecay}; it lies between 0 and 1, or is null."),
            (Shards < 1, $"Shards is {Shards}; it is at least 1, or null."),
            (Segment < 1, $"Segment is {Segment}; it is at least 1, or null."),
            (MemoryGigabytes is { } memory && !(memory > 0), $"MemoryGigabytes is {MemoryGigabytes}; it is above 0, or null."),
            (MemoryGigabytes is not null && Segment is not null,
                "Segment and MemoryGigabytes are both given; one of them says how much is kept."),
            (MemoryGigabytes is not null && !OperatingSystem.IsLinux(), "MemoryGigabytes is measured on Linux only; give Segment."),
            (ValidateEvery < 0, $"ValidateEvery is {ValidateEvery}; it is 0 (at the end only) or more."),
            (Patience < 1, $"Patience is {Patience}; it is at least 1, or null."),
            (CheckpointEvery < 0, $"CheckpointEvery is {CheckpointEvery}; it is 0 (at the end only) or more."),
            (KeepCheckpoints < 2,
                $"KeepCheckpoints is {KeepCheckpoints}; at least 2 are kept, so that a damaged last one has one before it."),
            (RetreatAfter < 1, $"RetreatAfter is {RetreatAfter}; it is at least 1."),
            (Threads < 1, $"Threads is {Threads}; it is at least 1, or null."),
            (Readers < 1, $"Readers is {Readers}; at least one thread reads."),
            (Schedule is null, "Schedule is null; ConstantSchedule keeps the learning rate."),
        ];
        var broken = string.Concat(rules.Where(rule => rule.Broken).Select(rule => $"\n  {rule.Rule}")
            .Concat((Schedule?.Broken() ?? []).Concat(Curriculum?.Broken() ?? []).Select(rule => $"\n  {rule}")));
        if (broken.Length > 0) throw new ArgumentException($"TrainingOptions are invalid:{broken}");
    }
}
