namespace SwinLSTM;

/// <summary>How large a network of valid options would be.</summary>
internal static class NetworkSize
{
    /// <summary>The number of its weights.</summary>
    public static long Parameters(SwinLstmOptions options)
    {
        long d = options.EmbedChannels, outputs = options.OutputChannels ?? options.Frame.Channels;
        var embedding = (options.Frame.Channels * d * options.PatchSize * options.PatchSize) + (3 * d);
        var inflation = (Math.Max(0, int.Log2(options.PatchSize) - 1) * ((9 * d * d) + (3 * d))) + (9 * d * outputs) + outputs;
        return embedding + inflation + StageLayout.Of(options).Sum(stage => stage.ParameterCount(options));
    }
}
