using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>The demo's sequences: one digit of 14 pixels on a canvas of 32 × 32, ten frames in, ten to forecast.</summary>
internal sealed class DemoData
{
    private static readonly MovingDigitsOptions Canvas = new() { Digits = 1, DigitSize = 14, Height = 32, Width = 32 };

    // Drawn digits of these seeds are different hands; test digits are drawn for nothing else.
    private const ulong TrainingHand = 1, TestHand = 2;

    private readonly DigitImages? real;
    private readonly int seed;

    /// <param name="path">Real digits, at least two, so that training and test each have one; null for drawn ones.</param>
    /// <param name="seed">The demo's seed.</param>
    public DemoData(string? path, int seed)
    {
        this.seed = seed;
        if (path is null) return;
        if (!File.Exists(path))
            throw new FileNotFoundException($"--digits: there is no file '{path}'. Give an IDX file of digits, such as MNIST's "
                + "train-images-idx3-ubyte.gz, or leave --digits out for drawn ones.");
        real = IdxFile.Read(path);
        if (real.Count < 2)
            throw new InvalidDataException(
                $"'{path}' has {real.Count} digit; at least 2 are needed, to train on some and test on others.");
    }

    public bool AreReal => real is not null;

    /// <summary>Sequences to train on: as many as a run takes, each of its own.</summary>
    public ISequenceDataset Training() => new MovingDigits(
        real is null ? DrawnDigits.Make(40_000, seed: Mix(TrainingHand)) : real.Slice(0, TrainingPart),
        Canvas with { Count = long.MaxValue / 4, Seed = Mix(TrainingHand) });

    /// <summary>Sequences of digits that no training saw.</summary>
    /// <param name="trained">Whether this run trained on a part of the real digits.</param>
    /// <param name="count">How many.</param>
    public ISequenceDataset Test(bool trained, long count) => new MovingDigits(
        real is null ? DrawnDigits.Make(1_000, seed: Mix(TestHand)) : trained ? real.Slice(TrainingPart, real.Count - TrainingPart) : real,
        Canvas with { Count = count, Seed = Mix(TestHand) });

    private int TrainingPart => Math.Max(1, real!.Count * 4 / 5);

    private ulong Mix(ulong hand) => ((ulong)(uint)seed << 8) | hand;
}
