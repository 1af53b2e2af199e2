namespace SwinLSTM;

/// <summary>SwinLSTM-D: cells down a ladder of resolutions and up again.</summary>
/// <remarks><see cref="SwinLstmOptions.D"/> is the published one: four cells, 20,191,969 parameters in the authors' count, of which
/// 1,346,560 never run and do not exist here.</remarks>
public sealed class SwinLstmD : SwinLstmNetwork
{
    /// <inheritdoc cref="SwinLstmB(SwinLstmOptions, long?)"/>
    public SwinLstmD(SwinLstmOptions options, long? seed = null) : base(options, nameof(SwinLstmD), seed, "SwinLSTM-D changes "
        + "resolution, and every stage of these options keeps it. Use SwinLstmB, or options.Build(), which chooses.", changes: true)
    {
    }
}
