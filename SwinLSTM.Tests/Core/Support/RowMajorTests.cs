using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Equal numbers give equal bits, however they lie in memory.</summary>
public class RowMajorTests
{
    /// <summary>The same values, in memory that libtorch's kernels treat otherwise.</summary>
    public static TheoryData<string> Layouts => ["an array of .NET", "an odd offset", "channels last", "strided", "turned"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_lies_otherwise_is_copied(string layout)
    {
        using var scope = NewDisposeScope();
        var plain = Plain(2, 1, 13, 11);
        var other = Lay(plain, layout);
        var copy = RowMajor.Of(other);
        copy.Should().NotBeSameAs(other);
        copy.stride().Should().Equal(143, 143, 11, 1);
        (Address(copy) % 64).Should().Be(0);
        copy.ShouldEqual(plain);
    }

    [Fact]
    public void What_lies_so_is_left_alone()
    {
        using var scope = NewDisposeScope();
        Tensor[] plain = [Plain(2, 1, 13, 11), zeros(0, 3), tensor(1f).clone(), Plain(4, 4, 4)[2], ones(3, 5, dtype: ScalarType.Bool)];
        foreach (var tensor in plain) RowMajor.Of(tensor).Should().BeSameAs(tensor);
    }

    [Fact]
    public void Gradients_go_through_the_copy()
    {
        using var scope = NewDisposeScope();
        var x = Plain(3, 2).requires_grad_(true);
        RowMajor.Of(x.t()).select(0, 0).sum().backward();
        x.grad!.ShouldHold(1, 0, 1, 0, 1, 0);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Networks_see_the_numbers_and_not_how_they_lie(string layout)
    {
        using var scope = NewDisposeScope();
        foreach (var network in Networks())
            using (network)
            {
                network.eval();
                var frame = Plain(2, 1, 13, 11);
                var (next, state) = network.call(frame, null);
                var (same, sameState) = network.call(Lay(frame, layout), null);
                same.ShouldEqual(next);
                foreach (var (a, b) in Tensors(state).Zip(Tensors(sameState))) b.ShouldEqual(a);
                // What comes back from a state file lies so, and goes on as if it had never been away.
                foreach (var tensor in Tensors(state)) RowMajor.Of(tensor).Should().BeSameAs(tensor);
            }
    }

    // Every way in from a file or a data set ends in memory of libtorch's own.
    [Fact]
    public void What_is_read_is_aligned()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        Safetensors.Write(folder["odd"], [("a", Plain(3)), ("b", Plain(13, 11)), ("c", Plain(5).to(ScalarType.Byte)), ("d", Plain(7, 3))]);
        using var safetensors = Safetensors.Read(folder["odd"]);
        Aligned(safetensors.Names.Select(name => safetensors[name]));

        // Offsets and strides of their own, in one storage.
        using var published = TorchCheckpoint.Read(NetworkFiles.StateDict);
        Aligned(published.Names.Select(name => published[name]));
        var view = HandmadeCheckpoint.Zip(HandmadeCheckpoint.OneTensor(5, [2, 3], [3, 1]), ("0", HandmadeCheckpoint.Floats(12)));
        using var views = TorchCheckpoint.Read(folder.Put("views", view));
        Aligned([views["x"]]);

        var clips = new MadeClips(5, new(2, 3, new Data.FrameShape(3, 5, 7)));
        Aligned([clips.Batch([4, 0, 2]).Frames]);

        using var network = Variants.Named("odd frame").Build(seed: 1);
        using var model = new ForecastModel(network);
        model.Save(folder["network"]);
        using var loaded = ForecastModel.Load(folder["network"]);
        Aligned(loaded.Network.parameters());

        using var stream = network.Stream();
        stream.Push(Lay(Plain(2, 1, 13, 11), "an odd offset"));
        stream.Save(folder["state"]);
        using var resumed = network.ResumeStream(folder["state"]);
        Aligned([.. resumed.Point.Tensors]);

        static void Aligned(IEnumerable<Tensor> tensors) =>
            tensors.Select(t => Address(t) % 64).Should().NotBeEmpty().And.OnlyContain(beyond => beyond == 0);
    }

    private static FramePredictor[] Networks() =>
    [
        Variants.Named("odd frame").Build(seed: 1), (Variants.B.Options with { PatchSize = 1 }).Build(seed: 1),
        new ConvLstmNetwork(new() { PatchSize = 1, HiddenChannels = [8, 8] }),
        new ConvLstmNetwork(new() { PatchSize = 4, HiddenChannels = [8] }),
    ];

    private static IEnumerable<Tensor> Tensors(NetworkState state) => state.SelectMany(cell => new[] { cell.Hidden, cell.Cell });

    private static Tensor Plain(params long[] shape) => Numbers.Random(1, shape).clone();

    private static Tensor Lay(Tensor plain, string layout)
    {
        var shape = plain.shape;
        switch (layout)
        {
            case "an array of .NET":
                // Arrays begin at a multiple of 8: of eight of different lengths, one begins elsewhere.
                return Enumerable.Range(0, 64).Select(_ => tensor(plain.data<float>().ToArray(), shape)).First(t => Address(t) % 64 != 0);
            case "an odd offset":
                return empty(plain.numel() + 1)[1..].view(shape).copy_(plain);
            case "channels last":
                return empty(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2).copy_(plain);
            case "strided":
                return empty([.. shape, 2]).select(-1, 0).copy_(plain);
            default:
                return empty(shape[0], shape[1], shape[3], shape[2]).transpose(2, 3).copy_(plain);
        }
    }

    private static nint Address(Tensor tensor) =>
        Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(tensor.bytes));
}
