using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SwinLSTM.Data;

/// <summary>Lengths and splits of KittiCaltech. The defaults are the published numbers.</summary>
public sealed record KittiCaltechOptions
{
    /// <summary>How long samples are, and their step; the stride does not count. Default 10 + 1 frames.</summary>
    public WindowOptions Windows { get; init; } = new() { InputFrames = 10, TargetFrames = 1 };

    /// <summary>The share of the training samples that is for validation: those that begin last. Default 0.1.</summary>
    public double Validation { get; init; } = 0.1;
}

/// <summary>KittiCaltech (Lotter, Kreiman and Cox, 2017): driving, trained on KITTI and tested on Caltech Pedestrian, 10 frames in and 1
/// out, in the NumPy form that OpenSTL reads: all frames of a part behind each other, (N, 128, 160, 3), and the frame that each sample
/// begins with.</summary>
public static class KittiCaltech
{
    /// <summary>Opens OpenSTL's <c>kitticaltech_npy</c>, a folder with <c>train_data.npy</c>, <c>train_idx.npy</c>, <c>test_data.npy</c>
    /// and <c>test_idx.npy</c>, mapped into memory; dispose it to close the files.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or its shape or its starts are impossible.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="ArgumentException">Options that break a rule, or leave nothing for a part.</exception>
    public static DatasetSplits Open(string folder, KittiCaltechOptions? options = null)
    {
        options ??= new();
        if (options is not { Validation: > 0 and < 1 })
            throw new ArgumentException($"Validation is {options.Validation}; it is a share of the training samples, above 0 and below " +
                "1.", nameof(options));
        return OpenFiles.Of(files =>
        {
            IFrameSeries train = Frames(files, folder, "train_data.npy"), test = Frames(files, folder, "test_data.npy");
            var starts = Starts(train, Path.Combine(folder, "train_idx.npy"), options.Windows);
            var (fit, validation) = Divide(starts, options.Validation, options.Windows.Span);
            return new(Listed(train, fit), Listed(train, validation), Listed(test, Starts(test, Path.Combine(folder, "test_idx.npy"),
                options.Windows)));
        });

        FrameWindows Listed(IFrameSeries frames, long[] starts) =>
            new([frames], [.. starts.Select(first => new WindowStart(0, first))], options.Windows);
    }

    private static IFrameSeries Frames(OpenFiles files, string folder, string name)
    {
        var array = files.Keep(NpyFile.Open(Path.Combine(folder, name)));
        return array.Shape is [> 0, > 0, > 0, 3] ? array.Series("THWC") : throw new InvalidDataException(
            $"{array.Name} has the shape {ArrayShape.Text(array.Shape)}; KittiCaltech has (frames, rows, columns, 3).");
    }

    private static long[] Starts(IFrameSeries frames, string path, WindowOptions windows)
    {
        _ = windows.Shape(frames.Frame); // its own rules first
        using var array = NpyFile.Open(path);
        if (array.Shape.Length != 1 || array.Count == 0 || array.Stored.Kind is not ('i' or 'u'))
            throw new InvalidDataException($"{path} has {array.Stored} values of shape {ArrayShape.Text(array.Shape)}; it must list the " +
                "first frame of each sample, whole numbers of shape (samples,).");
        using var values = array.ToTensor();
        using var wide = values.to(ScalarType.Int64);
        var starts = MemoryMarshal.Cast<byte, long>(wide.bytes).ToArray();
        foreach (var start in starts)
            if (start < 0 || start > frames.Length - windows.Span)
                throw new InvalidDataException($"{path} lets a sample of {windows.Span} frames begin at frame {start}; {frames.Name} has " +
                    $"frames 0 to {frames.Length - 1}. Use shorter sequences, or the file that belongs to these frames.");
        return starts;
    }

    /// <summary>The samples that begin last are for validation; those before them that reach into its frames are for nothing.</summary>
    private static (long[] Train, long[] Validation) Divide(long[] starts, double share, long span)
    {
        var inOrder = starts.Order().ToArray();
        var border = inOrder[^Math.Max(1, (int)(share * inOrder.Length))];
        var (train, validation) = (starts.Where(start => start + span <= border).ToArray(), starts.Where(start => start >= border)
            .ToArray());
        return train.Length > 0 ? (train, validation)
            : throw new ArgumentException($"Of {starts.Length} samples, {validation.Length} are for validation, which leaves none for " +
                "training. Use a smaller share or more data.");
    }
}
