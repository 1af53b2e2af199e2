namespace SwinLSTM;

/// <summary>SwinLSTM-D: cells down a ladder of resolutions and up again.</summary>
/// <remarks><see cref="SwinLstmOptions.D"/> is the published one: four cells, 20,191,969 parameters in the authors' count, of which 1,346,560 never run and do not exist here.</remarks>
public sealed class SwinLstmD : SwinLstmNetwork
{
    /// <summary>A network with fresh weights on the CPU.</summary>
    /// <param name="options">Its numbers; variants are made with <c>SwinLstmOptions.D with { ... }</c>.</param>
    /// <exception cref="ArgumentException">A rule is broken; the message lists all of them.</exception>
    public SwinLstmD(SwinLstmOptions options) : base(Checked(options), nameof(SwinLstmD))
    {
    }

    private static SwinLstmOptions Checked(SwinLstmOptions options)
    {
        OptionsRules.Validate(options);
        return options.Stages.All(s => s.Then == Resampling.Keep)
            ? throw new ArgumentException("SwinLSTM-D changes resolution, and every stage of these options keeps it. Use SwinLstmB, or options.Build(), which chooses.", nameof(options))
            : options;
    }
}
