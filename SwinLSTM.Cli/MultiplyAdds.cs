namespace SwinLSTM.Cli;

/// <summary>The products of one time step, by formula.</summary>
internal static class MultiplyAdds
{
    /// <summary>For one frame; null for a network whose layers are not known.</summary>
    public static long? PerFrame(FramePredictor network, int height, int width) => network switch
    {
        SwinLstmNetwork swin => Swin(swin.Options, height, width),
        ConvLstmNetwork convolution => Convolution(convolution.Options, height, width),
        _ => null,
    };

    private static long Swin(SwinLstmOptions options, int height, int width)
    {
        long patch = options.PatchSize, h = Divide(height, patch), w = Divide(width, patch), d = options.EmbedChannels;
        var area = patch * patch;
        long out_ = options.TargetChannels?.Count ?? options.OutputChannels ?? options.Channels;
        var sum = h * w * area * d * (options.Channels + out_);
        foreach (var stage in options.Stages)
        {
            var (tokens, window) = (h * w, Math.Min(options.Window.Height, h) * Math.Min(options.Window.Width, w));
            var block = (4 * d * d) + (long)(2 * options.FeedForwardRatio * d * d) + (2 * window * d);
            // Every second block fuses two streams into one.
            sum += tokens * ((stage.Depth * block) + ((stage.Depth + 1) / 2 * 2 * d * d));
            if (stage.Then == Resampling.Downsample)
                (h, w, d, sum) = (Divide(h, 2), Divide(w, 2), 2 * d, sum + (Divide(h, 2) * Divide(w, 2) * 8 * d * d));
            if (stage.Then == Resampling.Upsample) (sum, h, w, d) = (sum + (tokens * 2 * d * d), 2 * h, 2 * w, d / 2);
        }

        return sum;
    }

    private static long Convolution(ConvLstmOptions options, int height, int width)
    {
        long folded = (long)options.Channels * options.PatchSize * options.PatchSize, input = folded, each = 0;
        foreach (long hidden in options.HiddenChannels)
        {
            each += 4 * hidden * options.KernelSize * options.KernelSize * (input + hidden);
            input = hidden;
        }

        return Divide(height, options.PatchSize) * Divide(width, options.PatchSize) * (each + (input * folded));
    }

    private static long Divide(long a, long b) => (a + b - 1) / b;
}
