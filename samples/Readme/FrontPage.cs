using SwinLSTM;
using SwinLSTM.Data;
using SwinLSTM.Training;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The code of README.md.</summary>
public static class FrontPage
{
    public static void FirstProgram()
    {
        #region first program
        var film = ((zeros(16, 1) + arange(16) + arange(16).view(16, 1, 1, 1, 1) + arange(12).view(12, 1, 1, 1)) % 16 < 5).to(float32);
        using var net = SwinLstmBuilder.ForFrames(channels: 1).Embed(patchSize: 4, channels: 32).Cell(depth: 2, heads: 4).Build(seed: 1);
        var adam = optim.Adam(net.parameters(), lr: 3e-3);
        for (var step = 0; step < 100; step++)
        {
            adam.zero_grad();
            nn.functional.mse_loss(net.Unroll(film[.., ..4], horizon: 4), film[.., 1..8]).backward();
            adam.step();
        }
        Console.Write(net.Forecast(film[12..13, ..6], horizon: 6)[0, .., 0, 8].round().ToString(true));
        #endregion
    }

    public static void FirstForecast()
    {
        #region first forecast
        using var scope = NewDisposeScope();
        var digits = new MovingDigits(DrawnDigits.Make(count: 10, seed: 3), new() { Digits = 1, DigitSize = 14, Height = 32, Width = 32 });
        var (past, truth) = digits.Batch(first: 0, count: 1);             // [1, 10, 1, 32, 32] twice: what was, and what will be

        using var model = ForecastModel.Load("digits.swinlstm");          // options, weights and normaliser, in one file
        var future = model.Forecast(past, horizon: 10);                   // [1, 10, 1, 32, 32]

        var film = FilmstripSample.FromTensors(past[0], truth[0], future[0]);
        Gif.Write("forecast.gif", Filmstrip.Animation([film]), TimeSpan.FromSeconds(0.2));
        #endregion
    }

    public static void BuildYourOwn()
    {
        #region build your own
        using var network = SwinLstmBuilder.ForFrames(channels: 2)                // of any height and width
            .Embed(patchSize: 2, channels: 64)                            // a token of 64 channels for every 2 × 2 pixels
            .Encode(depth: 2, heads: 4).Encode(depth: 6, heads: 8)        // a cell, then half the resolution; and again
            .Decode(depth: 2, heads: 8).Decode(depth: 6, heads: 4)        // a cell, then twice the resolution; and again
            .Window(4).StochasticDepth(0.1)
            .Output(OutputActivation.None)
            .Build();                                                     // one .Cell(depth: 12, heads: 4) instead: SwinLSTM-B
        #endregion
    }

    public static void Streaming(FramePredictor network, IEnumerable<Tensor> camera, Action<Tensor> show)
    {
        #region streaming
        using var stream = network.Stream();
        foreach (var frame in camera)                                     // [B, C, H, W], as they arrive
        {
            stream.Push(frame);
            using var ahead = stream.Forecast(horizon: 5);                // [B, 5, C, H, W]; asking moves nothing
            show(ahead);
        }
        stream.Save("camera.state");                                      // network.ResumeStream("camera.state") goes on from here
        #endregion
    }

    public static void PublishedWeights()
    {
        #region published weights
        using var network = OfficialCheckpoint.Open("trained_model_state_dict", out LoadReport report);
        Console.WriteLine(report);                                        // 242 loaded, 44 known and unused, 0 missing, ...
        using var model = new ForecastModel(network);
        model.Save("swinlstm-d.swinlstm");
        using var future = model.Forecast(rand([1, 10, 1, 96, 160]), horizon: 10);  // frames of any size: [1, 10, 1, 96, 160]
        #endregion
    }

    public static void Training(int steps)
    {
        #region training
        var data = new MovingDigits(DrawnDigits.Make(10_000), new() { Digits = 1, DigitSize = 14, Height = 32, Width = 32 });
        var network = new SwinLstmB(SwinLstmOptions.B with { EmbedChannels = 32, Stages = [new(Depth: 2, Heads: 4)] });
        network.InitializeHead([0.03]);                                   // the mean of these pixels: a head start
        using var model = new ForecastModel(network);
        using var run = new TrainingRun(model, data, new() { BatchSize = 8, Steps = steps }, folder: "runs/digits");
        foreach (var step in run.Fit().OfType<StepReport>())
            Console.WriteLine($"step {step.Step}, loss {step.Loss:0.00000}, {step.Remaining:mm\\:ss} left");
        model.Save("digits.swinlstm");
        #endregion
    }
}
