using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class FeedbackTests
{
    [Fact]
    public void A_network_may_say_how_a_prediction_becomes_an_input()
    {
        using var scope = NewDisposeScope();
        using var network = new SumOfChannels();
        // (1, 10) gives 11; with the second channel kept, (11, 10) gives 21, and so on.
        network.Forecast(tensor(new float[] { 1, 10 }, [1, 1, 2, 1, 1]), 3).ShouldHold(11, 21, 31);
    }

    [Fact]
    public void A_stream_feeds_back_the_frame_as_it_was_pushed()
    {
        using var scope = NewDisposeScope();
        using var network = new SumOfChannels();
        using var stream = network.Stream();
        var frame = tensor(new float[] { 1, 10 }, [1, 2, 1, 1]);
        stream.Push(frame);
        frame.fill_(100).Dispose();
        stream.Forecast(3).ShouldHold(11, 21, 31);
    }

    [Fact]
    public void Other_channels_out_than_in_cannot_feed_on_themselves()
    {
        using var scope = NewDisposeScope();
        using var network = Variants.Named("more channels out").Build();
        var past = zeros([1, 2, 1, 8, 8]);
        network.Forecast(past, 1).shape.Should().Equal(1, 1, 3, 8, 8);
        network.Invoking(n => n.Forecast(past, 2)).Should().Throw<InvalidOperationException>().WithMessage(
            "The prediction is [1, 3, 8, 8] and the input was [1, 1, 8, 8], so a forecast cannot feed on itself. Forecast one frame at a " +
            "time, set TargetChannels, or override Feedback to make an input of a prediction.");
        network.Invoking(n => n.Unroll(past, 2)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Channels_that_are_not_predicted_keep_their_last_values()
    {
        using var scope = NewDisposeScope();
        using var network = new LastTwoSwapped();
        // Channels 2 and 0 are predicted, in this order, each one more than it was; channel 1 stays.
        network.Forecast(tensor(new float[] { 1, 50, 100 }, [1, 1, 3, 1, 1]), 3).ShouldHold(101, 2, 102, 3, 103, 4);
        network.Seen.Should().Equal(50, 50, 50);
    }

    [Fact]
    public void Target_channels_that_are_not_there_are_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new LastTwoSwapped();
        network.Invoking(n => n.Feedback(zeros(1, 2, 4, 4), zeros(1, 2, 4, 4))).Should().Throw<InvalidOperationException>()
            .WithMessage(
                "TargetChannels is [2, 0]; the prediction is [1, 2, 4, 4] and the input was [1, 2, 4, 4]. List one channel of the input " +
                "for each channel of the prediction.");
        network.Invoking(n => n.Feedback(zeros(1, 1, 4, 4), zeros(1, 3, 4, 4))).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_network_may_return_what_it_was_given()
    {
        using var scope = NewDisposeScope();
        var past = tensor(new float[] { 1, 2, 3 }, [1, 3, 1, 1, 1]);
        foreach (FramePredictor network in new FramePredictor[] { new SameState(), new HiddenIsNext() })
        {
            var future = network.Forecast(past, 3);
            network.Unroll(past, 3).narrow(1, 2, 3).ShouldEqual(future);
            using var stream = network.Stream();
            for (var t = 0; t < 3; t++) stream.Push(past.select(1, t));
            stream.Forecast(3).ShouldEqual(future);
            stream.Forecast(3).ShouldEqual(future, "asking does not move the stream");
            stream.Dispose();
            past.ShouldHold(1, 2, 3);
            network.Dispose();
        }

        // Adds the first frame to every frame: 3 + 1 = 4, then 5, 6.
        new SameState().Forecast(past, 3).ShouldHold(4, 5, 6);
    }

    /// <summary>Keeps its first state for ever.</summary>
    private sealed class SameState() : FramePredictor(nameof(SameState))
    {
        public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
        {
            state ??= new NetworkState(new CellState(frame, frame));
            return (state[0].Hidden + frame, state);
        }
    }

    /// <summary>Predicts its hidden state, which is the frame that came in.</summary>
    private sealed class HiddenIsNext() : FramePredictor(nameof(HiddenIsNext))
    {
        public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state) =>
            (frame, new NetworkState(new CellState(frame, state?[0].Cell ?? frame)));
    }

    private sealed class LastTwoSwapped() : FramePredictor(nameof(LastTwoSwapped))
    {
        public List<double> Seen { get; } = [];

        public override IReadOnlyList<int>? TargetChannels => [2, 0];

        public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state)
        {
            Seen.Add(Numbers.Of(frame.select(1, 1)).Single());
            return (frame.index_select(1, tensor(new long[] { 2, 0 })) + 1, new NetworkState());
        }
    }

    /// <summary>Predicts the sum of two channels; the second one is known ahead and stays.</summary>
    private sealed class SumOfChannels() : FramePredictor(nameof(SumOfChannels))
    {
        public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state) =>
            (frame.sum(1, keepdim: true), new NetworkState());

        protected internal override Tensor Feedback(Tensor predicted, Tensor last) => cat([predicted, last.narrow(1, 1, 1)], 1);
    }
}
