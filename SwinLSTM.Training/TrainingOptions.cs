namespace SwinLSTM.Training;

/// <summary>The numbers of a training run.</summary>
public sealed record TrainingOptions
{
    /// <summary>Sequences a step. Default 16, as published.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The highest learning rate. Default 1e-3. See <see cref="LearningRates"/> for its course.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps over which the learning rate rises to its highest. Default 100.</summary>
    public int WarmUpSteps { get; init; } = 100;

    /// <summary>Weight decay of AdamW. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. Default 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>How long the run is. Default 1,000 steps.</summary>
    public RunLength Length { get; init; } = RunLength.OfSteps(1_000);

    /// <summary>Shorter sequences to begin with; null trains at full length throughout.</summary>
    public Curriculum? Curriculum { get; init; }

    /// <summary>Threads that read batches ahead while the network computes; they change the speed, not the result. Default 2.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Fixes everything random in the run: two runs of as many steps give the same weights. Default 0.</summary>
    public int Seed { get; init; }
}
