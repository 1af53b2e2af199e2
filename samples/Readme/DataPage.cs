using SwinLSTM.Data;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of SwinLSTM.Data/README.md.</summary>
public static class DataPage
{
    public static void Sequences()
    {
        #region data: sequences
        DigitImages digits = DrawnDigits.Make(count: 10_000, seed: 1);     // or IdxFile.Read("train-images-idx3-ubyte.gz").Slice(0, 10_000)
        var train = new MovingDigits(digits, new() { Digits = 2, InputFrames = 10, TargetFrames = 10, Seed = 7 });

        var (inputs, targets) = train.Batch(first: 0, count: 16);               // [16, 10, 1, 64, 64] each, float32 in [0, 1]
        #endregion
        inputs.Dispose();
        targets.Dispose();
    }

    public static void Pictures(Tensor inputs, Tensor targets, Tensor forecast)
    {
        #region data: pictures
        var sample = FilmstripSample.FromTensors(inputs[0], targets[0], forecast[0]);   // [T, C, H, W] each
        Png.Write("forecast.png", Filmstrip.Sheet([sample]));
        Gif.Write("forecast.gif", Filmstrip.Animation([sample]), TimeSpan.FromSeconds(0.2));
        #endregion
    }
}
