using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of docs/data.md: splits, normalisers, transforms and the loader.</summary>
public static class LoaderPage
{
    public static DatasetSplits Splits(IFrameSeries weather, IReadOnlyList<IFrameSeries> videos)
    {
        #region loader: splits
        var windows = new WindowOptions { InputFrames = 12, TargetFrames = 12 };
        var byTime = DatasetSplits.Chronological(weather, windows, validation: 0.1, test: 0.2, gap: 24);   // the past, then what came later
        var byClip = DatasetSplits.RandomClips(videos, windows, seed: 7);                                  // whole videos: 80, 10 and 10 %
        #endregion
        _ = byClip.Train.Count;
        return byTime;
    }

    public static void Normalize(DatasetSplits splits, SwinLstmNetwork network, Tensor kelvin)
    {
        #region loader: normalisers
        Normalizer normalizer = Normalizer.FitZScore(splits.Train);                     // never on more than the training split
        using var model = new ForecastModel(network, normalizer);
        using var run = new TrainingRun(model, splits.Train, new() { Steps = 2 });
        foreach (var step in run.Fit().OfType<StepReport>())
            Console.WriteLine($"step {step.Step}, loss {step.Loss:F4}");
        model.Save("weather.swinlstm");

        using var loaded = ForecastModel.Load("weather.swinlstm");
        using var future = loaded.Forecast(kelvin, horizon: 12);                        // degrees in, degrees out
        #endregion
    }

    public static DatasetSplits Transform(DatasetSplits splits)
    {
        #region loader: transforms
        var sized = splits.Each(part => part.CenterCrop(96, 128).Resize(24, 32));       // all three parts alike
        var augmented = sized with { Train = sized.Train.RandomFlip(FlipAxis.Both, seed: 1) };
        #endregion
        return augmented;
    }

    public static long Batches(ISequenceDataset data)
    {
        var seen = 0L;
        #region loader: batches
        var loader = new SequenceLoader(data, new() { BatchSize = 16, Shuffle = true, Seed = 1, Workers = 4 });
        foreach (var batch in loader.Epoch(0))
        {
            using (batch)
            {
                var (inputs, targets) = batch;                               // [B, Tin, C, H, W], [B, Tout, C, H, W]: views of batch.Frames
                seen += inputs.size(0);
            }
        }
        #endregion
        return seen;
    }

    public static void Resume(SequenceLoader loader, Action<Tensor, Tensor> learn, CancellationToken cancellation)
    {
        #region loader: position
        var place = File.Exists("place.json")
            ? System.Text.Json.JsonSerializer.Deserialize<LoaderPosition>(File.ReadAllText("place.json"))
            : default;
        foreach (var batch in loader.Stream(from: place, cancellation: cancellation))
        {
            using (batch)
                learn(batch.Inputs, batch.Targets);
            File.WriteAllText("place.json", System.Text.Json.JsonSerializer.Serialize(batch.Position));
        }
        #endregion
    }
}
