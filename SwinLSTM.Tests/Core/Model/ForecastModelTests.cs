using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class ForecastModelTests
{
    public static TheoryData<string> Names() => [.. Variants.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_model_comes_back_to_the_bit(string name)
    {
        using var folder = new WeightFolder();
        using var model = new ForecastModel(Variants.Named(name).Build(seed: 1));
        model.Save(folder["model"]);
        ForecastModel loaded;
        using (NewDisposeScope()) loaded = ForecastModel.Load(folder["model"]);
        using (loaded)
        {
            loaded.Network.Should().BeOfType(model.Network.GetType());
            ((SwinLstmNetwork)loaded.Network).Options.Should().Be(((SwinLstmNetwork)model.Network).Options);
            (loaded.Network.training, loaded.Normalizer).Should().Be((false, null));
            foreach (var (key, weight) in model.Network.state_dict()) loaded.Network.state_dict()[key].ShouldEqual(weight, key);
        }

        folder.Names.Should().Equal("model");
    }

    [Fact]
    public void The_file_holds_weights_options_normaliser_and_notes_and_nothing_derived()
    {
        using var folder = new WeightFolder();
        var notes = new Dictionary<string, string> { ["epochs"] = "3", ["data"] = "moving \"digits\"" };
        var normalizer = Normalizer.PerChannel([1.5], [2]);
        using var model = new ForecastModel(Variants.D.Build(seed: 1), normalizer, notes);
        model.Network.Forecast(zeros([1, 1, 1, 16, 16]), 1).Dispose();
        model.Save(folder["model"]);
        using var file = Safetensors.Read(folder["model"]);
        file.Names.Should().Equal(model.Network.state_dict().Keys)
            .And.NotContain(n => n.Contains("mask", StringComparison.Ordinal) || n.Contains("index", StringComparison.Ordinal));
        file.Metadata.Should().BeEquivalentTo(new Dictionary<string, string>(notes)
        {
            ["swinlstm"] = "2",
            ["network"] = "SwinLSTM",
            ["options"] = Variants.D.Options.ToJson(),
            ["normalizer"] = normalizer.ToJson(),
        });
        using var loaded = ForecastModel.Load(folder["model"]);
        loaded.Notes.Should().BeEquivalentTo(notes);
        loaded.Normalizer.Should().Be(normalizer);
    }

    [Fact]
    public void A_ConvLstm_and_a_network_of_ones_own_are_models_too()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        var past = Numbers.Random(1, 1, 3, 2, 9, 6);
        using var conv = new ForecastModel(new ConvLstmNetwork(new() { Channels = 2, HiddenChannels = [3, 4], KernelSize = 3 }, seed: 1),
            Normalizer.UnitRange(-1, 3));
        conv.Save(folder["conv"]);
        using var loaded = ForecastModel.Load(folder["conv"]);
        ((ConvLstmNetwork)loaded.Network).Options.Should().Be(((ConvLstmNetwork)conv.Network).Options);
        loaded.Forecast(past, 2).ShouldEqual(conv.Forecast(past, 2));

        using var own = new ForecastModel(new Scaling(3), Normalizer.UnitRange(-1, 3));
        own.Save(folder["own"]);
        FluentActions.Invoking(() => ForecastModel.Load(folder["own"])).Should().Throw<InvalidDataException>()
            .WithMessage(
                $"'{folder["own"]}' holds a network of kind 'Scaling', which this library does not build. Make one and call " +
                "ForecastModel.Load(path, network).");
        using var filled = ForecastModel.Load(folder["own"], new Scaling(7));
        filled.Forecast(past, 2).ShouldEqual(own.Forecast(past, 2));
        using var other = Variants.B.Build(seed: 1);
        var before = NetworkFiles.Weights(other);
        FluentActions.Invoking(() => ForecastModel.Load(folder["own"], other)).Should().Throw<InvalidDataException>()
            .WithMessage($"'{folder["own"]}' does not fit the network: *");
        NetworkFiles.Weights(other).ShouldBe(before);
    }

    [Theory]
    [InlineData("swinlstm")]
    [InlineData("network")]
    [InlineData("options")]
    [InlineData("normalizer")]
    public void A_note_cannot_take_the_files_own_keys(string key)
    {
        using var network = Variants.B.Build();
        FluentActions.Invoking(() => new ForecastModel(network, notes: new Dictionary<string, string> { [key] = "x" })).Should()
            .Throw<ArgumentException>()
            .WithMessage($"notes has the key '{key}', which the file uses itself. Use another key.*");
    }

    [Fact]
    public void Half_precision_halves_the_file()
    {
        using var folder = new WeightFolder();
        using var model = new ForecastModel(Variants.D.Build(seed: 1));
        model.Save(folder["single"]);
        model.Save(folder["half"], ScalarType.Float16);
        var saved = new FileInfo(folder["single"]).Length - new FileInfo(folder["half"]).Length;
        saved.Should().BeCloseTo(2 * Variants.D.Options.CountParameters(), 500, "the rest is the header");
        model.Network.parameters().First().dtype.Should().Be(ScalarType.Float32, "the network itself is not changed");
        using var loaded = ForecastModel.Load(folder["half"]);
        foreach (var (key, weight) in model.Network.state_dict())
        {
            loaded.Network.state_dict()[key].dtype.Should().Be(ScalarType.Float32);
            loaded.Network.state_dict()[key].ShouldBeNear(weight, 1e-3, key);
        }

        using var exact = ForecastModel.Load(folder["single"], dtype: ScalarType.Float64);
        var head = exact.Network.state_dict()["unembedding.head.weight"];
        head.dtype.Should().Be(ScalarType.Float64);
        Numbers.Of(head).Should().Equal(Numbers.Of(model.Network.state_dict()["unembedding.head.weight"]));
        using var zero = zeros([1, 1, 1, 16, 16]);
        exact.Invoking(m => m.Forecast(zero, 1)).Should().Throw<ArgumentException>().WithMessage("*is Float32; the weights are Float64*");
    }

    [Fact]
    public void Loading_leaves_the_callers_generator_alone()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using (var model = new ForecastModel(Variants.B.Build(seed: 1))) model.Save(folder["model"]);
        random.manual_seed(7);
        var undisturbed = rand(4);
        random.manual_seed(7);
        ForecastModel.Load(folder["model"]).Dispose();
        rand(4).ShouldEqual(undisturbed);
    }

    [Fact]
    public void Units_go_in_and_units_come_out()
    {
        using var scope = NewDisposeScope();
        var network = Variants.B.Build(seed: 1);
        using var model = new ForecastModel(network, Normalizer.PerChannel([250], [40]));
        var kelvin = (Numbers.Random(1, 2, 3, 1, 8, 8) * 20) + 280;
        var future = model.Forecast(kelvin, 2);
        future.ShouldBeNear((network.Forecast((kelvin - 250) / 40, 2) * 40) + 250, 1e-3);
        using var stream = model.Stream();
        for (var t = 0; t < 3; t++) stream.Push(kelvin.select(1, t));
        stream.Forecast(2).ShouldEqual(future);
        network.to(ScalarType.Float64);
        model.Forecast(kelvin, 2).dtype.Should().Be(ScalarType.Float64, "frames come to the type of the weights");
        model.Forecast(kelvin.to(ScalarType.Byte), 2)
            .ShouldBeNear(model.Forecast(kelvin.to(ScalarType.Byte).to(ScalarType.Float64), 2), 1e-4, "bytes are numbers too");
    }

    [Fact]
    public void Missing_values_are_filled_where_there_is_a_normaliser_and_refused_where_there_is_none()
    {
        using var scope = NewDisposeScope();
        var past = full([1, 4, 1, 32, 32], 0.5f);
        past[0, 0, 0, 3, 3] = tensor(float.NaN);
        var options = SwinLstmBuilder.ForFrames(1).Embed(2, 16).Cell(2, 4).Window(4).Options;
        using ForecastModel plain = new(options.Build(seed: 1)), filling = new(options.Build(seed: 1), Normalizer.PerChannel([0.25], [2]));
        Numbers.Of(filling.Forecast(past, 3)).Should().OnlyContain(v => double.IsFinite(v));
        var mean = past.clone();
        mean[0, 0, 0, 3, 3] = tensor(0.25f);
        filling.Forecast(past, 3).ShouldEqual(filling.Forecast(mean, 3), "missing is the middle of the data");
        plain.Invoking(m => m.Forecast(past, 3)).Should().Throw<ArgumentException>()
            .WithMessage("*past has NaN at sequence 0, frame 0, channel 0, row 3, column 3. *");

        using FrameStream clean = plain.Stream(), stream = plain.Stream(), filled = filling.Stream();
        for (var t = 3; t >= 0; t--)
        {
            filled.Push(past.select(1, t));
            if (t == 0) stream.Invoking(s => s.Push(past.select(1, 0))).Should().Throw<ArgumentException>()
                .WithMessage("*frame has NaN at sequence 0, channel 0, row 3, column 3. *");
            else stream.Push(past.select(1, t));
            if (t != 0) clean.Push(past.select(1, t));
        }

        stream.Forecast(1).ShouldEqual(clean.Forecast(1), "the stream is as it was");
        Numbers.Of(filled.Forecast(2)).Should().OnlyContain(v => double.IsFinite(v));
        past[0, 0, 0, 3, 3] = tensor(float.PositiveInfinity);
        filling.Invoking(m => m.Forecast(past, 3)).Should().Throw<ArgumentException>("infinite is not missing").WithMessage("*Infinity*");
    }

    [Fact]
    public void Channels_that_are_predicted_have_their_own_units()
    {
        using var scope = NewDisposeScope();
        using var model = new ForecastModel(Variants.Named("some channels predicted").Build(seed: 1),
            Normalizer.PerChannel([0, 10, 100], [1, 2, 50]));
        var past = (Numbers.Random(1, 1, 2, 3, 16, 16) * tensor([1f, 2, 50], [3, 1, 1])) + tensor([0f, 10, 100], [3, 1, 1]);
        var future = model.Forecast(past, 3);
        future.shape.Should().Equal(1, 3, 2, 16, 16);
        // A sigmoid is between 0 and 1: channel 2 comes out first, in its units, then channel 0.
        Numbers.Of(future.select(2, 0)).Should().OnlyContain(v => v > 100 && v < 150);
        Numbers.Of(future.select(2, 1)).Should().OnlyContain(v => v > 0 && v < 1);
        using var few = new ForecastModel(Variants.B.Build(seed: 1), Normalizer.PerChannel([0, 10, 100], [1, 2, 50]));
        few.Invoking(m => m.Forecast(zeros([1, 1, 1, 8, 8]), 1)).Should().Throw<ArgumentException>()
            .WithMessage("The normaliser has numbers for 3 channels, but the frames have 1.*");
    }

    [Fact]
    public void A_stream_of_a_model_is_saved_and_resumed_in_units()
    {
        using var scope = NewDisposeScope();
        using var folder = new WeightFolder();
        using var model = new ForecastModel(Variants.B.Build(seed: 1), Normalizer.PerChannel([250], [40]));
        using var stream = model.Stream();
        stream.Push((Numbers.Random(1, 1, 1, 8, 8) * 20) + 280);
        stream.Save(folder["state"]);
        using var resumed = model.ResumeStream(folder["state"]);
        resumed.Forecast(2).ShouldEqual(stream.Forecast(2));
        var next = (Numbers.Random(2, 1, 1, 8, 8) * 20) + 280;
        stream.Push(next);
        resumed.Push(next);
        resumed.Forecast(2).ShouldEqual(stream.Forecast(2));
    }

    [Fact]
    public void What_cannot_be_read_back_is_not_written()
    {
        using var folder = new WeightFolder();
        using var model = new ForecastModel(Variants.B.Build(seed: 1));
        model.Invoking(m => m.Save(folder["model"], ScalarType.Int32)).Should().Throw<ArgumentException>()
            .WithMessage("dtype is Int32; weights are stored in a floating type. *");
        using (no_grad()) model.Network.parameters().First().fill_(1e6);
        model.Invoking(m => m.Save(folder["model"], ScalarType.Float16)).Should().Throw<ArgumentException>().WithMessage(
            "dtype is Float16, which does not hold values as large as those of 'embedding.proj.weight'. Use BFloat16 or Float32.*");
        folder.Names.Should().BeEmpty();
        model.Save(folder["model"], ScalarType.BFloat16);
        FluentActions.Invoking(() => new ForecastModel(model.Network, null, new Dictionary<string, string> { ["x"] = null! })).Should()
            .Throw<ArgumentException>().WithMessage("notes['x'] is null; *");
    }

    [Fact]
    public void It_may_be_disposed_twice()
    {
        using var network = Variants.B.Build();
        using var model = new ForecastModel(network);
        model.Dispose();
    }

    private sealed class Scaling : FramePredictor
    {
        private readonly Parameter factor;

        public Scaling(float value) : base(nameof(Scaling))
        {
            factor = nn.Parameter(full([1], value));
            RegisterComponents();
        }

        public override (Tensor Next, NetworkState State) forward(Tensor frame, NetworkState? state) =>
            (frame * factor, new NetworkState());
    }
}
