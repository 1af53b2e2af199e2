using System.Diagnostics;
using System.Globalization;
using SwinLSTM.Data;
using SwinLSTM.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SwinLSTM.Training;

/// <summary>Trains a model: shards of every batch on all cores, and on all ranks of a job; checkpoints from which a killed run goes on to
/// the same bytes; the best model by validation.</summary>
/// <remarks>
/// <para>Read <see cref="Fit"/>: each report is something that happened, and to stop reading is to stop training. With a folder the run
/// writes <c>checkpoints/</c>, <c>last.swinlstm</c> and, with validation, <c>best.swinlstm</c>; a run that is started again in the same
/// folder goes on where the last checkpoint was.</para>
/// <para>Source of the step: the authors' train loop, a roll-out in which every output is compared. What it adds are schedules, clipping,
/// averages, shards, recomputation and resume.</para>
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    private const int MostRetreats = 3;

    private readonly ForecastModel model;
    private readonly ISequenceDataset data;
    private readonly TrainingOptions options;
    private readonly ValidationData? validation;
    private readonly Ranks ranks;
    private readonly CheckpointFolder? folder;
    private readonly Device device;
    private readonly Learner learner;
    private TrainingState state;
    private bool isBegun;

    /// <summary>Prepares a run; nothing is trained yet.</summary>
    /// <param name="model">The network, whose weights change while the run is read, and the normaliser of its frames. It stays the
    /// caller's.</param>
    /// <param name="data">What is learned from; samples are taken in a shuffled order, again and again.</param>
    /// <param name="options">The numbers of the run; the defaults if left out.</param>
    /// <param name="folder">Where checkpoints and models go, made if it is not there; null keeps nothing.</param>
    /// <param name="validation">What models are compared by; null takes the last one.</param>
    /// <param name="loss">A loss of the caller's own, in place of <see cref="TrainingOptions.Loss"/>.</param>
    /// <param name="ranks">The processes of the job, such as <c>Mpi.World()</c>; this process alone if left out.</param>
    /// <exception cref="ArgumentException">Options that break a rule, or data that the network or the ranks cannot take.</exception>
    /// <exception cref="IOException">Another run is at work in the folder, or it cannot be written.</exception>
    public TrainingRun(ForecastModel model, ISequenceDataset data, TrainingOptions? options = null, string? folder = null,
        ValidationData? validation = null, LossFunction? loss = null, Ranks? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        (options ??= new()).Check();
        (this.model, this.data, this.options, this.validation, this.ranks) = (model, data, options, validation, ranks ??= Ranks.Single);
        device = model.Network.parameters().FirstOrDefault()?.device ?? CPU;
        TrainingData.Check(model.Network, data, validation, options, ranks);
        if (folder is not null && ranks.Rank == 0) this.folder = new(folder, options.KeepCheckpoints);
        try
        {
            var cores = device.type == DeviceType.CPU ? Environment.ProcessorCount : 1;
            state = new()
            {
                Options = options.ToJson(),
                Shards = options.Shards ?? Math.Clamp(options.BatchSize / ranks.Count, 1, cores),
                Parameters = [.. model.Network.named_parameters().Where(p => p.parameter.requires_grad)
                    .Select(p => $"{p.name} [{string.Join(", ", p.parameter.shape)}]")],
            };
            // The shard count of the beginning is that of the whole run, on whatever machine it goes on.
            using var file = Restore(out var resumed);
            Resumed = resumed;
            learner = new(model, options, loss ?? LossFunctions.Of(options.Loss), state.Shards, options.Threads ?? cores);
            learner.Fill(file, ranks);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>From which checkpoint the run goes on; null if it begins.</summary>
    public ResumeReport? Resumed { get; }

    /// <summary>Steps done so far.</summary>
    public long Step => state.Step;

    /// <summary>Trains: a step each time that the next report is asked for.</summary>
    /// <param name="cancellation">Ends the run after the step in progress, with a checkpoint; the same run goes on from there. All ranks
    /// stop when one is asked to.</param>
    /// <exception cref="InvalidOperationException">Loss or gradients are no numbers for too long, and there is no checkpoint to go back to,
    /// or going back did not help; or the run was read before.</exception>
    /// <exception cref="IOException">A file cannot be written; everything before it is as it was.</exception>
    /// <exception cref="SampleReadException">A sample could not be read.</exception>
    public IEnumerable<TrainingReport> Fit(CancellationToken cancellation = default)
    {
        if (isBegun) throw new InvalidOperationException("A run is read once. Make another one to go on from its checkpoint.");
        isBegun = true;
        return Train(cancellation);
    }

    /// <summary>Writes a checkpoint and the model as they are now; it needs a folder. On ranks other than 0 it does nothing.</summary>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="InvalidOperationException">The run has no folder.</exception>
    /// <exception cref="IOException">It cannot be written; what was there is as it was.</exception>
    public CheckpointReport Checkpoint()
    {
        if (ranks.Rank != 0) return new(state.Step, "");
        if (folder is null) throw new InvalidOperationException("A run without a folder keeps no checkpoints. Give it one.");
        var path = folder.Write(state, learner.Tensors);
        Save("last.swinlstm");
        return new(state.Step, path);
    }

    /// <summary>Gives the folder free and ends the worker threads. The model stays, with the weights that it has.</summary>
    public void Dispose()
    {
        learner?.Dispose();
        folder?.Dispose();
    }

    private IEnumerable<TrainingReport> Train(CancellationToken cancellation)
    {
        model.Network.train();
        if (Resumed is not null) yield return Resumed;
        else if (folder is not null) yield return Checkpoint(); // what a retreat goes back to before there is a better one
        var clock = Stopwatch.StartNew();
        var (before, seen) = (state.Elapsed, state.Sequences);
        var end = (EndReason?)(Progress >= 1 ? EndReason.Finished : IsTired ? EndReason.NoBetter : null);
        while (end is null)
        {
            var bad = false;
            foreach (var batch in Loader().Stream(state.Position, options.Steps - state.Step ?? long.MaxValue, CancellationToken.None))
            {
                using var used = batch;
                var (step, stops) = Take(batch, () => before + clock.Elapsed, cancellation);
                yield return step with { SequencesPerSecond = (step.Sequences - seen) / Math.Max(clock.Elapsed.TotalSeconds, 1e-9) };
                if (bad = state.BadInRow >= options.RetreatAfter) break;
                if (Progress >= 1) end = EndReason.Finished;
                if (validation is not null && (end is not null || IsDue(options.ValidateEvery)))
                {
                    yield return Validate();
                    if (IsTired) end ??= EndReason.NoBetter;
                }

                if (end is null && stops) end = EndReason.Stopped;
                if (end is null && !IsDue(options.CheckpointEvery)) continue;
                if (bad = !learner.IsFinite) break;
                if (HasFolder) yield return Checkpoint();
                if (end is not null) break;
            }

            if (bad) yield return Retreat();
        }

        // What was validated and saved is what the caller goes on with.
        learner.KeepAverage();
        yield return new EndReport(state.Step, end.Value);
    }

    private bool HasFolder => folder is not null && ranks.Rank == 0;

    private double Progress => options.Progress(state.Step, state.Elapsed);

    private bool IsTired => state.SinceBest is [.., var since] && since >= options.Patience;

    private bool IsDue(int every) => every > 0 && state.Step % every == 0;

    /// <summary>Shuffled passes in which all batches are of one size; fewer samples than a batch holds are one batch.</summary>
    private SequenceLoader Loader() => new(data, new()
    {
        BatchSize = options.BatchSize,
        Shuffle = true,
        // After a retreat another order, so that the replay is not the same.
        Seed = (ulong)Seeds.Mix(options.Seed, state.Retreats),
        DropLast = data.Count >= options.BatchSize,
        Part = ranks.Rank,
        Parts = ranks.Count,
        Workers = options.Readers,
        Device = device,
    });

    private (StepReport Report, bool Stops) Take(FrameBatch batch, Func<TimeSpan> elapsed, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var rate = options.LearningRate * state.RateFactor
            * options.Schedule.Factor(new(state.Step, options.Steps, Progress, state.SinceBest));
        var (seen, horizon) = options.Curriculum?.At(Progress, data.Shape.InputFrames, data.Shape.TargetFrames)
            ?? (data.Shape.InputFrames, data.Shape.TargetFrames);
        // One choice for all ranks.
        if (options.MemoryGigabytes is { } memory && state.Segment is null)
        {
            var segment = ranks.BroadcastText($"{learner.SegmentWithin(memory, batch)}");
            state = state with { Segment = int.Parse(segment, CultureInfo.InvariantCulture) };
        }

        var (sum, weight) = learner.Compute(batch, seen, horizon, state.Segment ?? options.Segment,
            shard => Seeds.Mix(options.Seed, state.Retreats, state.Step, (ranks.Rank * state.Shards) + shard));

        // One clock and one wish to stop for all ranks.
        double[] mine = [sum, weight, batch.Count, cancellation.IsCancellationRequested ? 1 : 0,
            ranks.Rank == 0 ? elapsed().TotalSeconds : 0];
        var all = empty([mine.Length], ScalarType.Float64).copy_(tensor(mine)); // [5]
        ranks.SumInPlace(all);
        ranks.SumInPlace(learner.Gradient);
        var totals = all.data<double>().ToArray();
        var mean = totals[0] / totals[1];
        // Where nothing was measured there is nothing to learn, and nothing wrong.
        var isEmpty = totals[1] == 0;
        var norm = isEmpty || !double.IsFinite(mean) ? double.NaN : learner.Update(totals[1], rate, state.Updates + 1);
        var (isSkipped, isBad) = (!double.IsFinite(norm), !isEmpty && !double.IsFinite(norm));
        state = state with
        {
            Step = state.Step + 1,
            Updates = state.Updates + (isSkipped ? 0 : 1),
            BadInRow = isBad ? state.BadInRow + 1 : isSkipped ? state.BadInRow : 0,
            Sequences = state.Sequences + (long)totals[2],
            Elapsed = TimeSpan.FromSeconds(totals[4]),
            Position = batch.Position,
        };
        return (new(state.Step, mean, norm, rate, isSkipped, state.Sequences, state.Elapsed, Progress, 0), totals[3] > 0);
    }

    private ValidationReport Validate()
    {
        EvaluationResult? result = null;
        using var scope = NewDisposeScope();
        var value = zeros(2, ScalarType.Float64); // [2]: the value, and whether it is the best
        if (ranks.Rank == 0)
            learner.WithSavedWeights(() =>
            {
                var asked = new EvaluationOptions
                {
                    BatchSize = options.BatchSize,
                    Sequences = validation!.Sequences,
                    Threads = options.Threads,
                    Styles = validation.Styles,
                };
                var metrics = validation.Metrics ?? (() => new(new MeanSquaredError(PixelReduction.Mean)));
                result = Evaluation.Run(validation.Data, [Forecaster.Of("model", model)], metrics, asked, device, learner.Workers);
                var metric = result.Scores[0].Metrics.Metrics[0];
                var isBetter = !double.IsNaN(metric.Result)
                    && (double.IsNaN(state.BestValue) || metric.Better.Order([state.BestValue, metric.Result])[0] == 1);
                value.copy_(tensor(new[] { metric.Result, isBetter ? 1 : 0 }));
            });
        model.Network.train();
        ranks.Broadcast(value);
        var (now, isBest) = (value[0].item<double>(), value[1].item<double>() > 0);
        state = state with
        {
            BestValue = isBest ? now : state.BestValue,
            SinceBest = [.. state.SinceBest, isBest ? 0 : (state.SinceBest is [.., var since] ? since : 0) + 1],
        };
        if (isBest && HasFolder) Save("best.swinlstm");
        return new(state.Step, result, now, isBest);
    }

    private RetreatReport Retreat()
    {
        var from = state.Step;
        if (state.Retreats == MostRetreats)
            throw new InvalidOperationException(
                $"Loss or gradient was not finite for {state.BadInRow} steps up to step {from}, and going back {MostRetreats} times with "
                + "half the rate each did not help. Look for values in the data that cannot be, or lower LearningRate (now "
                + $"{options.LearningRate}). The last checkpoint is good.");
        var (retreats, factor) = (state.Retreats + 1, state.RateFactor / 2);
        using var file = Restore(out var there);
        if (there is null)
            throw new InvalidOperationException(
                $"Loss or gradient was not finite for {state.BadInRow} steps up to step {from}; the weights are those of the last step "
                + $"that was good. Lower LearningRate (now {options.LearningRate}) or ClipNorm (now {options.ClipNorm}), look for values "
                + "in the data that cannot be, or give the run a folder, so that it can go back to a checkpoint.");
        learner.Fill(file, ranks);
        // Saved before anything else happens, so that a kill does not bring the same replay.
        state = state with { Retreats = retreats, RateFactor = factor, BadInRow = 0 };
        if (HasFolder) folder!.Write(state, learner.Tensors);
        return new(state.Step, from, factor);
    }

    /// <summary>Takes over the state of the last good checkpoint, if there is one, on all ranks.</summary>
    private TensorFile? Restore(out ResumeReport? report)
    {
        var last = folder?.Latest();
        var text = ranks.BroadcastText(last is null ? "" : $"{last.Value.Path}\n{last.Value.State.ToJson()}");
        report = null;
        if (text == "") return null;
        var (path, saved) = (text[..text.IndexOf('\n')], TrainingState.FromJson(text[(text.IndexOf('\n') + 1)..]));
        saved.CheckContinues(state, options, path);
        state = saved with { Options = options.ToJson() };
        report = new(saved.Step, path, last?.Damaged ?? []);
        return last?.File;
    }

    private void Save(string name) => learner.WithSavedWeights(() =>
    {
        var notes = new Dictionary<string, string>(model.Notes) { ["steps"] = $"{state.Step}", ["seed"] = $"{options.Seed}" };
        new ForecastModel(model.Network, model.Normalizer, notes).Save(folder!.In(name));
    });
}
