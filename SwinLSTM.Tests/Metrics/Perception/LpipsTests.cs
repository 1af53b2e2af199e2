using FluentAssertions;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class LpipsTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();
    private readonly Dictionary<string, Tensor> weights = DrawnLpips.Tensors();
    private readonly LpipsNetwork network;

    public LpipsTests() => network = new(weights);

    public void Dispose()
    {
        network.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(3, 31, 47, -1)]
    [InlineData(1, 38, 31, 0)]
    public void It_agrees_with_loops(int channels, int height, int width, int black)
    {
        long[] shape = [1, 2, channels, height, width];
        float[] p = RandomFrames.Values(1, shape), t = RandomFrames.Values(2, shape);
        var lpips = new Lpips(network, black);
        lpips.Add(tensor(p, shape), tensor(t, shape));

        for (var lead = 0; lead < 2; lead++)
        {
            var naive = NaiveLpips.Distance(DrawnLpips.Values, Picture(p, lead), Picture(t, lead), height, width);
            lpips.PerLeadTime[lead].Should().BeApproximately(naive, 1e-5 * naive).And.BeGreaterThan(0.001);
        }
        lpips.Result.Should().BeApproximately(lpips.PerLeadTime.Average(), 1e-15);

        double[] Picture(float[] frames, int lead)
        {
            var size = channels * height * width;
            var frame = frames.AsSpan(lead * size, size).ToArray().Select(value => black == 0 ? 2.0 * value - 1 : value).ToArray();
            return channels == 3 ? frame : [.. frame, .. frame, .. frame];
        }
    }

    [Fact]
    public void The_same_picture_has_no_distance_and_order_does_not_matter()
    {
        var (p, t) = (RandomFrames.Make(1, 2, 1, 3, 32, 32), RandomFrames.Make(2, 2, 1, 3, 32, 32));
        new Lpips(network).Add(p, p).Should().Equal(0, 0);
        var (there, back) = (new Lpips(network).Add(p, t), new Lpips(network).Add(t, p));
        there.Should().Equal(back, (x, y) => Math.Abs(x - y) < 1e-12).And.OnlyContain(distance => distance > 0);
        new Lpips(network).Add(p, t)[0].Should()
            .BeApproximately(new Lpips(network, black: -1).Add(p.mul(2).sub(1), t.mul(2).sub(1))[0], 1e-7);
    }

    [Fact]
    public void More_frames_than_it_takes_at_once_batches_merging_and_strides_make_no_difference()
    {
        var (p, t) = (RandomFrames.Make(3, 3, 7, 1, 31, 31), RandomFrames.Make(4, 3, 7, 1, 31, 31));
        Lpips once = new(network), left = new(network), right = new(network);
        once.Add(p.transpose(0, 1).contiguous().transpose(0, 1), t.requires_grad_());
        left.Add(p.narrow(0, 0, 1), t.narrow(0, 0, 1));
        right.Add(p.narrow(0, 1, 2), t.narrow(0, 1, 2));
        left.Merge(right);
        left.PerLeadTime.Should().Equal(once.PerLeadTime, (x, y) => Math.Abs(x - y) < 1e-6);
        Lpips low = new(network), single = new(network);
        low.Add(p.narrow(1, 0, 1).to(ScalarType.BFloat16), t.narrow(1, 0, 1));
        single.Add(p.narrow(1, 0, 1).to(ScalarType.BFloat16).to(ScalarType.Float32), t.narrow(1, 0, 1));
        low.Result.Should().Be(single.Result);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        once.Add(p, t);
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void Frames_it_cannot_see_are_refused()
    {
        var lpips = new Lpips(network);
        void Refused(Tensor frames, Tensor? valid, string message) =>
            FluentActions.Invoking(() => lpips.Add(frames, frames, valid)).Should().Throw<ArgumentException>().WithMessage(message);
        Refused(zeros([1, 1, 2, 32, 32]), null,
            "LPIPS needs frames of 1 channel or 3, as its network sees colours; these have 2. Measure one with OnChannel().*");
        Refused(zeros([1, 1, 1, 30, 64]), null, "LPIPS needs frames of at least 31 x 31; these are 30 x 64.*");
        Refused(zeros([1, 1, 1, 32, 32]), zeros([1, 1, 1, 1, 1], ScalarType.Bool),
            "LPIPS needs every pixel of a frame; some are missing or not valid. Crop*");
        FluentActions.Invoking(() => new Lpips(network, black: 1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Black must be below white, and both finite; they are 1 and 1.*");
        lpips.Name.Should().Be("LPIPS (AlexNet, range 0 to 1)");
    }

    [Fact]
    public void Weights_that_are_not_its_own_are_refused_with_every_fault()
    {
        void Refused(string name, Tensor? weight, string message)
        {
            var changed = new Dictionary<string, Tensor>(weights);
            if (weight is null) changed.Remove(name); else changed[name] = weight;
            FluentActions.Invoking(() => new LpipsNetwork(changed)).Should().Throw<ArgumentException>().WithMessage(
                $"LPIPS needs the 5 convolutions of torchvision's AlexNet and the 5 linear heads of LPIPS v0.1: {message}. " +
                "docs/metrics.md shows how to write such a file.*");
        }
        Refused("features.6.bias", null, "features.6.bias [384] is missing");
        Refused("features.3.weight", zeros([192, 64, 3, 3]), "features.3.weight must be [192, 64, 5, 5] and is [192, 64, 3, 3]");
        Refused("lin2.model.1.weight", full([1, 384, 1, 1], -0.5),
            "lin2.model.1.weight has negative values; a head weights squared differences, so none is negative");
        Refused("features.8.bias", full(256, double.NaN), "features.8.bias has values that are not finite");
        Refused("features.10.bias", zeros(256, ScalarType.Int32), "features.10.bias must have a floating-point dtype and is Int32");
        FluentActions.Invoking(() => new LpipsNetwork(new Dictionary<string, Tensor>())).Should().Throw<ArgumentException>()
            .WithMessage(
                "*features.0.weight [64, 3, 11, 11] is missing; features.0.bias [64] is missing; lin0.model.1.weight [1, 64, 1, 1] is " +
                "missing; *lin4.model.1.weight [1, 256, 1, 1] is missing.*");
    }

    [Fact]
    public void A_file_of_weights_is_read_and_a_wrong_one_refused()
    {
        var folder = Directory.CreateTempSubdirectory("swinlstm");
        try
        {
            var (path, wrong) = (Path.Combine(folder.FullName, "lpips.safetensors"), Path.Combine(folder.FullName, "wrong.safetensors"));
            Safetensors.Write(path, weights.Select(entry => (entry.Key, entry.Value)).Append(("classifier.1.weight", zeros([2, 2]))));
            Safetensors.Write(wrong, weights.Skip(1).Select(entry => (entry.Key, entry.Value)));
            var frames = (RandomFrames.Make(1, 1, 1, 1, 32, 32), RandomFrames.Make(2, 1, 1, 1, 32, 32));
            using (var loaded = LpipsWeights.Load(path))
                new Lpips(loaded).Add(frames.Item1, frames.Item2).Should().Equal(new Lpips(network).Add(frames.Item1, frames.Item2));
            FluentActions.Invoking(() => LpipsWeights.Load(wrong)).Should().Throw<InvalidDataException>()
                .WithMessage($"{wrong} has no weights of LPIPS. LPIPS needs *features.0.weight [64, 3, 11, 11] is missing*");
            FluentActions.Invoking(() => LpipsWeights.Load(Path.Combine(folder.FullName, "none"))).Should().Throw<FileNotFoundException>();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_disposed_network_says_so()
    {
        var gone = new LpipsNetwork(weights);
        gone.Dispose();
        gone.Dispose();
        FluentActions.Invoking(() => new Lpips(gone).Add(zeros([1, 1, 1, 32, 32]), zeros([1, 1, 1, 32, 32]))).Should()
            .Throw<ObjectDisposedException>();
    }
}
