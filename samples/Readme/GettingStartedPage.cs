using SwinLSTM;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of docs/getting-started.md.</summary>
public static class GettingStartedPage
{
    public static void Forecast(Tensor past)
    {
        #region getting started: in a program
        using var model = ForecastModel.Load("runs/rain/best.swinlstm");
        using var future = model.Forecast(past, horizon: 16);            // [B, T, 1, H, W] in mm/h -> [B, 16, 1, H, W] in mm/h, any H and W
        using var stream = model.Stream();                                      // or frame by frame, as they arrive
        #endregion
    }
}
