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
                new(Depth: 2, Heads: 4, Resampling.Merge), new(Depth: 6, Heads: 8, Resampling.Merge),
                new(Depth: 6, Heads: 8, Resampling.Expand), new(Depth: 2, Heads: 4, Resampling.Expand),
            ],
        };
        #endregion
        return paper;
    }
}
