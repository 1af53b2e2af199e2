using System.Globalization;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>Forecasts every sequence of a data set and measures it, a batch at a time: memory does not grow with the number of sequences
/// but for eight bytes each.</summary>
public static class Evaluation
{
    /// <summary>Runs all forecasters over the same sequences.</summary>
    /// <param name="data">Sequences with targets; their first pass (epoch 0) is taken.</param>
    /// <param name="forecasters">At least one, each under a name of its own. The first is the one that matters; sequences are ranked and
    /// shown by it.</param>
    /// <param name="metrics">Makes an empty set of metrics, once for each forecaster; sequences are ranked by its first metric.</param>
    /// <param name="options">The numbers of the evaluation; the defaults if left out.</param>
    /// <param name="device">Where to compute; the CPU if left out. A network must be there already.</param>
    /// <param name="progress">Is told after each batch how many sequences are done.</param>
    /// <param name="cancellation">Ends the evaluation between two batches.</param>
    /// <returns>The metrics of each forecaster, and what to look at.</returns>
    /// <exception cref="ArgumentException">Options that break a rule, no forecaster, two of one name, or data without targets.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static EvaluationResult Run(ISequenceDataset data, IReadOnlyList<Forecaster> forecasters, Func<MetricSet> metrics,
        EvaluationOptions? options = null, Device? device = null, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        (options ??= new()).Check();
        using var workers =
            new WorkerThreads(device is null || device.type == DeviceType.CPU ? options.Threads ?? Environment.ProcessorCount : 1);
        return Run(data, forecasters, metrics, options, device, workers, progress, cancellation);
    }

    /// <summary>The same on threads that are there.</summary>
    internal static EvaluationResult Run(ISequenceDataset data, IReadOnlyList<Forecaster> forecasters, Func<MetricSet> metrics,
        EvaluationOptions options,
        Device? device, WorkerThreads workers, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        Check(data, forecasters, options);
        var count = Math.Min(options.Sequences ?? data.Count, data.Count);
        ForecasterScores[] scores = [.. forecasters.Select(forecaster => new ForecasterScores(forecaster.Name, metrics()))];
        var values = new List<double>();
        var errors = new ErrorMap();
        var loader = new SequenceLoader(data.Subset(0, count), new() { BatchSize = options.BatchSize, Device = device });
        // A network in eval mode is only read, so that threads may share it.
        foreach (var forecaster in forecasters) forecaster.Network?.eval();
        foreach (var group in loader.Epoch(0, cancellation).Chunk(workers.Count))
        {
            using var scope = NewDisposeScope();
            try
            {
                var forecasts = new Tensor[group.Length][]; // [B, Tout, C, H, W] of each batch and forecaster
                workers.Run(worker =>
                {
                    if (worker < group.Length)
                        forecasts[worker] = [.. forecasters.Select(forecaster => Forecast(forecaster, group[worker]))];
                });
                for (var i = 0; i < group.Length; i++)
                {
                    Measure(group[i], forecasts[i]);
                    progress?.Report(values.Count);
                }
            }
            finally
            {
                foreach (var batch in group) batch.Dispose();
            }
        }

        return new()
        {
            Sequences = count,
            Scores = scores,
            SequenceValues = values,
            Shown = [.. Ranking.Choose(values, scores[0].Metrics.Metrics[0].Better, options.Shown).Select(chosen =>
                Show(data, forecasters[0], chosen, values, options, device))],
            ErrorMap = errors.Pictures(),
            LargestMeanError = errors.Largest,
        };

        void Measure(FrameBatch batch, Tensor[] forecasts)
        {
            // What is missing is masked wherever truth is looked at.
            using var truth = batch.Targets.nan_to_num(0); // [B, Tout, C, H, W]
            for (var i = 0; i < forecasts.Length; i++)
            {
                using var forecast = forecasts[i];
                var each = scores[i].Metrics.Add(forecast, truth, batch.ValidTargets);
                if (i > 0) continue;
                values.AddRange(each[0]);
                errors.Add(forecast, truth, batch.ValidTargets);
            }
        }
    }

    private static Tensor Forecast(Forecaster forecaster, FrameBatch batch)
    {
        using var scope = NewDisposeScope();
        return Forecast(forecaster, batch.Inputs, batch.Targets).DetachFromDisposeScope();
    }

    private static ShownSequence Show(ISequenceDataset data, Forecaster forecaster, (Place Place, long Index) chosen, List<double> values,
        EvaluationOptions options, Device? device)
    {
        using var scope = NewDisposeScope();
        var batch = data.Batch([chosen.Index], device);
        var (inputs, targets) = (batch.Inputs, batch.Targets); // [1, Tin, C, H, W], [1, Tout, C, H, W]
        var (seen, truth, forecast) = (inputs[0], targets[0],
            Forecast(forecaster, inputs, targets)[0]); // [Tin, C, H, W], [Tout, C', H, W] twice
        var error = forecast.sub(truth).abs().nan_to_num(0); // [Tout, C', H, W]
        ShownChannel[] channels = options.Styles is null && truth.size(1) == 3
            ? [new("", FilmstripSample.FromTensors(seen, truth, forecast), Grey(error.mean([1], keepdim: true)))]
            : [.. FilmstripSample.EachChannel(seen, truth, forecast, Style)
                .Zip(FilmstripSample.EachChannel(error, error, error, c => new() { High = Style(c).High - Style(c).Low }))
                .Select((pair, c) => new ShownChannel(Name(c), pair.First, pair.Second.Truth))];
        return new(chosen.Place, chosen.Index, data.Describe(chosen.Index), values[(int)chosen.Index], channels);

        // [Tout, 1, H, W]
        static IReadOnlyList<Picture> Grey(Tensor frames) => FilmstripSample.FromTensors(frames, frames, frames).Truth;

        PictureStyle Style(int channel) => options.Styles?[channel] ?? new();

        string Name(int channel) => string.Join(": ", new[]
        {
            truth.size(1) == 1 ? null : $"Channel {channel}",
            options.Styles is null ? null
                : string.Create(CultureInfo.InvariantCulture, $"{Style(channel).Low:G7} to {Style(channel).High:G7}"),
        }.Where(word => word is not null));
    }

    private static Tensor Forecast(Forecaster forecaster, Tensor inputs, Tensor targets)
    {
        using var noGradients = no_grad();
        var forecast = forecaster.Forecast(inputs, (int)targets.size(1));
        // Who only repeats known frames knows nothing of which channels are asked for: the first ones.
        if (forecaster.Network is null && forecast.dim() == 5 && forecast.size(2) == inputs.size(2))
            forecast = forecast.narrow(2, 0, targets.size(2)); // [B, T, C', H, W]
        return forecast.shape.SequenceEqual(targets.shape)
            ? forecast
            : throw new InvalidOperationException(
                $"{forecaster.Name} forecast [{string.Join(", ", forecast.shape)}]; the targets are " +
                $"[{string.Join(", ", targets.shape)}]. A forecaster gives a frame for each target frame.");
    }

    private static void Check(ISequenceDataset data, IReadOnlyList<Forecaster> forecasters, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape.TargetFrames == 0)
            throw new ArgumentException(
                "An evaluation compares forecasts with what followed; this data set has no target frames. Give it some, or only forecast.",
                nameof(data));
        if (forecasters.Count == 0)
            throw new ArgumentException("An evaluation needs at least one forecaster; none was given.", nameof(forecasters));
        if (forecasters.GroupBy(forecaster => forecaster.Name).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new ArgumentException($"Forecasters must have different names; two are called {twice.Key}.", nameof(forecasters));
        if (options.Styles is { } styles && styles.Count != data.Shape.TargetChannels)
            throw new ArgumentException(
                $"Styles has {styles.Count} entries; {data.Shape.TargetChannels} channels are forecast, and each has one.",
                nameof(options));
    }
}
