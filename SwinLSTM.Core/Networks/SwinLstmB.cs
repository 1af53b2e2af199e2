namespace SwinLSTM;

/// <summary>SwinLSTM-B: cells at one resolution.</summary>
/// <remarks><see cref="SwinLstmOptions.B"/> is the published one: a single cell of 12 blocks, 2,778,417 parameters in the authors' count,
/// of which 197,376 never run and do not exist here.</remarks>
public sealed class SwinLstmB : SwinLstmNetwork
{
    /// <summary>Makes a network with fresh weights on the CPU.</summary>
    /// <param name="options">Its numbers; variants are made with <c>with</c>.</param>
    /// <param name="seed">Fixes the initial weights without touching the caller's random state; null draws from TorchSharp's default
    /// generator.</param>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public SwinLstmB(SwinLstmOptions options, long? seed = null) : base(options, nameof(SwinLstmB), seed, "SwinLSTM-B keeps one "
        + "resolution, and a stage of these options changes it. Use SwinLstmD, or options.Build(), which chooses.", changes: false)
    {
    }
}
