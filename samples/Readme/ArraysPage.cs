using SwinLSTM;
using SwinLSTM.Data;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of docs/data.md about arrays and what is published as arrays.</summary>
public static class ArraysPage
{
    public static IReadOnlyList<ISequenceDataset> Memory(Tensor frames, Tensor measured, Tensor x, Tensor y, float[] values)
    {
        #region arrays: memory
        // [T, C, H, W], or [T, H, W]
        FrameWindows fromTensor = NdArray.Of(frames).Series().Windows(new() { InputFrames = 10, TargetFrames = 10 });
        // float[], byte[], ... and its shape
        FrameWindows fromArray = NdArray.Of(values, 40, 2, 32, 32).Series().Windows(new() { Stride = 5 });
        // a Bool tensor; NaN is missing as well
        FrameWindows withGaps = NdArray.Of(frames).Series().WithMask(NdArray.Of(measured).Series()).Windows();
        FrameWindows pairs = NdArray.Of(x).Clips(NdArray.Of(y));                    // [N, Tin, C, H, W] and [N, Tout, C, H, W]
        FrameWindows anyOrder = NdArray.Of(values, 2, 32, 32, 40).Clips("CHWT", inputFrames: 30);   // a letter for each axis
        #endregion
        return [fromTensor, fromArray, withGaps, pairs, anyOrder];
    }

    public static void Numpy(Tensor forecast, Action<IFrameSeries, IReadOnlyList<ISequenceDataset>> use)
    {
        #region arrays: numpy
        using NdArray radar = NpyFile.Open("radar.npy");                                // mapped; close it after the last reader
        IFrameSeries series = radar.Series("THWC");                                      // one long series
        FrameWindows clips = NpyFile.Open("clips.npy").Clips("TNHW", inputFrames: 10);     // each a sample; closed when nobody reads it
        using NpzFile archive = NpzFile.Open("pairs.npz");                              // each array is read into memory once
        FrameWindows both = archive["X"].Clips(targets: archive["Y"], layout: "NTCHW");
        NpyFile.Write("forecast.npy", forecast);                                        // for numpy.load
        #endregion
        use(series, [clips, both]);
    }

    public static IReadOnlyList<ISequenceDataset> MovingDigits()
    {
        #region arrays: moving digits
        DatasetSplits mnist = MovingMnist.Open("moving_mnist");    // as the authors: digits 0 to 9,999, and 10,000 to 12,999 for validation
        DatasetSplits openStl = MovingMnist.Open("moving_mnist", new() { TrainingDigits = 60_000 });
        var crowded = new MovingDigitsOptions { Digits = 3, Height = 96, Width = 96, HiddenSquare = 24 };
        var hidden = new MovingDigits(DrawnDigits.Make(count: 1_000, seed: 1), crowded);
        #endregion
        return [mnist.Train, mnist.Validation, mnist.Test, openStl.Train, hidden];
    }

    public static void TaxiBeijing(FramePredictor network, Action<DatasetSplits, ForecastModel> use)
    {
        #region arrays: taxibj
        using DatasetSplits splits = TaxiBj.Open("dataset.npz");
        using var model = new ForecastModel(network, TaxiBj.Normalizer);              // (x + 1) / 2, what published results are measured on
        #endregion
        use(splits, model);
    }

    public static void Driving(Action<DatasetSplits> use)
    {
        #region arrays: kitticaltech
        using DatasetSplits driving = KittiCaltech.Open("kitticaltech_npy");
        #endregion
        use(driving);
    }
}
