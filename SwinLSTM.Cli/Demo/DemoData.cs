using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>The demo's sequences: one digit of 14 pixels on a canvas of 32 × 32, ten frames in, ten to forecast.</summary>
internal static class DemoData
{
    private static readonly MovingDigitsOptions Canvas = new() { Digits = 1, DigitSize = 14, Height = 32, Width = 32 };

    // Drawn digits of these seeds are different hands; test digits are drawn for nothing else.
    private const ulong TrainingHand = 1, TestHand = 2;

    /// <summary>Sequences to train on: as many as a run takes, each of its own.</summary>
    public static ISequenceDataset Training(DigitImages? real, int seed) => new MovingDigits(
        real is null ? DrawnDigits.Make(40_000, seed: Mix(seed, TrainingHand)) : real.Slice(0, TrainingPart(real)),
        Canvas with { Count = long.MaxValue / 4, Seed = Mix(seed, TrainingHand) });

    /// <summary>Sequences of digits that no training saw.</summary>
    /// <param name="real">Real digits; null for drawn ones.</param>
    /// <param name="seed">The demo's seed.</param>
    /// <param name="trained">Whether this run trained on a part of the real digits.</param>
    /// <param name="count">How many.</param>
    public static ISequenceDataset Test(DigitImages? real, int seed, bool trained, int count) => new MovingDigits(
        real is null ? DrawnDigits.Make(1_000, seed: Mix(seed, TestHand)) : trained ? real.Slice(TrainingPart(real), real.Count - TrainingPart(real)) : real,
        Canvas with { Count = count, Seed = Mix(seed, TestHand) });

    /// <summary>Real digits of a file; at least two, so that training and test each have one.</summary>
    public static DigitImages? Real(string? path)
    {
        if (path is null) return null;
        if (!File.Exists(path)) throw new FileNotFoundException($"--digits: there is no file '{path}'. Give an IDX file of digits, such as MNIST's train-images-idx3-ubyte.gz, or leave --digits out for drawn ones.");
        var images = IdxFile.Read(path);
        return images.Count >= 2 ? images : throw new InvalidDataException($"'{path}' has {images.Count} digit; at least 2 are needed, to train on some and test on others.");
    }

    private static int TrainingPart(DigitImages images) => Math.Max(1, images.Count * 4 / 5);

    private static ulong Mix(int seed, ulong hand) => ((ulong)(uint)seed << 8) | hand;
}
