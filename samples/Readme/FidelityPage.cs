using SwinLSTM;

namespace Readme;

/// <summary>The code of docs/fidelity.md.</summary>
public static class FidelityPage
{
    public static SwinLstmOptions OrderOfThePaper()
    {
        #region fidelity: the order of the paper
        var paper = SwinLstmOptions.D with
        {
            Stages =
            [
                new(Depth: 2, Heads: 4, Resampling.Downsample), new(Depth: 6, Heads: 8, Resampling.Downsample),
                new(Depth: 6, Heads: 8, Resampling.Upsample), new(Depth: 2, Heads: 4, Resampling.Upsample),
            ],
        };
        #endregion
        return paper;
    }
}
