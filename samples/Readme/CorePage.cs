using SwinLSTM;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of SwinLSTM.Core/README.md.</summary>
public static class CorePage
{
    public static void FirstForecast(Tensor past)
    {
        #region core: first forecast
        using var model = ForecastModel.Load("radar.swinlstm");       // or new ForecastModel(SwinLstmOptions.B.Build()), with fresh weights
        using var future = model.Forecast(past, horizon: 12);             // past [B, T, C, H, W], any H and W -> [B, 12, C, H, W]
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
