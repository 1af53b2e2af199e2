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
        var film = ((arange(16) + arange(16).view(16, 1, 1, 1, 1) + arange(12).view(12, 1, 1, 1)) % 16 < 5).to(float32).expand(16, 12, 1, 16, 16);
        using var net = SwinLstmBuilder.ForFrames(1, 16, 16).Embed(patchSize: 4, channels: 32).Cell(depth: 2, heads: 4).Build(seed: 1);
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

        using var network = Checkpoint.Load("digits.swinlstm");           // options and weights, in one file
        var future = network.Forecast(past, horizon: 10);                 // [1, 10, 1, 32, 32]

        var film = FilmstripSample.FromTensors(past[0], truth[0], future[0]);
        Gif.Write("forecast.gif", Filmstrip.Animation([film]), TimeSpan.FromSeconds(0.2));
        #endregion
    }

    public static void BuildYourOwn()
    {
        #region build your own
        using var network = SwinLstmBuilder.ForFrames(channels: 2, height: 100, width: 76)
            .Embed(patchSize: 2, channels: 64)                            // 50 × 38 tokens of 64 channels
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
        using var network = new SwinLstmD(SwinLstmOptions.D);
        LoadReport report = OfficialCheckpoint.Load(network, "trained_model_state_dict");
        Console.WriteLine(report);                                        // 242 loaded, 44 known and unused, 0 missing, ...
        network.Save("swinlstm-d.swinlstm");

        using var wide = Checkpoint.Load("swinlstm-d.swinlstm", frame: new(1, 96, 160));  // the same weights, other frames
        #endregion
    }

    public static void Training(RunLength length)
    {
        #region training
        var data = new MovingDigits(DrawnDigits.Make(10_000), new() { Digits = 1, DigitSize = 14, Height = 32, Width = 32 });
        using var network = new SwinLstmB(SwinLstmOptions.B with { Frame = new(1, 32, 32), EmbedChannels = 32, Stages = [new(Depth: 2, Heads: 4)] });
        OutputPrior.Fit(network, data);
        foreach (var step in new Trainer(network, data, new() { BatchSize = 8, Length = length }).Fit())
            Console.WriteLine($"step {step.Step}, loss {step.Loss:0.00000}, {step.Remaining:mm\\:ss} left");
        network.Save("digits.swinlstm");
        #endregion
    }
}
