using SwinLSTM;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of SwinLSTM.Core/README.md.</summary>
public static class CorePage
{
    public static void FirstForecast(Tensor past)
    {
        #region core: first forecast
        using var network = Checkpoint.Load("radar.swinlstm");            // or SwinLstmOptions.B.Build(), with fresh weights
        using var future = network.Forecast(past, horizon: 12);           // past [B, T, C, H, W] -> [B, 12, C, H, W]
        #endregion
    }

    public static void OneStep(SwinLstmNetwork network, Tensor frame)
    {
        #region core: one step
        var (next, state) = network.call(frame, null);                    // [B, C, H, W]; a null state is zeros, the beginning of time
        #endregion
        next.Dispose();
        state.Dispose();
    }
}
