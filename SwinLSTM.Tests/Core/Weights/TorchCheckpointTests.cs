using FluentAssertions;
using Xunit;
using static SwinLSTM.Tests.HandmadeCheckpoint;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class TorchCheckpointTests
{
    [Fact]
    public void What_PyTorch_saved_is_what_PyTorch_had()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "d_two_levels");
        using TensorFile reference = Safetensors.Read(Path.Combine(folder, "tensors.safetensors"));
        using TensorFile saved = TorchCheckpoint.Read(Path.Combine(folder, "state_dict_after_training.pth"));

        const string Prefix = "trained.";
        string[] parameters =
            [.. reference.Names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];
        parameters.Should().HaveCount(202);
        saved.Names.Should().HaveCount(219).And.OnlyHaveUniqueItems();
        saved.Names.Intersect(parameters).Should().Equal(parameters, "the order is the state dict's");
        foreach (string name in parameters)
        {
            saved[name].shape.Should().Equal(reference[Prefix + name].shape, name);
            saved[name].ShouldEqual(reference[Prefix + name], name);
        }

        Tensor index = saved["Downsample.layers.0.Swin.layers.0.attn.relative_position_index"];
        index.dtype.Should().Be(ScalarType.Int64);
        index.shape.Should().Equal(16, 16);
        // Windows of 4: entry (i, j) is 7 (row_i - row_j + 3) + column_i - column_j + 3.
        BitConverter.ToInt64(WeightTensors.BytesOf(index), (5 * 16 + 2) * sizeof(long)).Should().Be(7 * (1 - 0 + 3) + (1 - 2) + 3);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Every_protocol_and_type_is_read(int protocol)
    {
        using var folder = new WeightFolder();
        var pickle = new PickleWriter(protocol);
        var content = WeightTensors.Types
            .Select((type, i) => (Key: $"{i}", Bytes: WeightTensors.RandomBytes(type.Type, 6 * type.Bytes, i))).ToArray();
        pickle.OrderedDict().Items([.. WeightTensors.Types.SelectMany((type, i) => (Action[])
            [() => pickle.Text($"weights.{type.Name}"), () => pickle.Tensor(type.Storage, $"{i}", 6, 0, [2, 3], [3, 1])])]);

        using TensorFile read = TorchCheckpoint.Read(folder.Put("a.pth", Zip(pickle.Finish(), content)));

        read.Names.Should().Equal(WeightTensors.Types.Select(type => $"weights.{type.Name}"));
        foreach (var ((type, name, _, _), (_, bytes)) in WeightTensors.Types.Zip(content))
        {
            read[$"weights.{name}"].dtype.Should().Be(type);
            read[$"weights.{name}"].shape.Should().Equal(2, 3);
            WeightTensors.BytesOf(read[$"weights.{name}"]).Should().Equal(bytes);
        }
    }

    public static TheoryData<long, long[], long[]> Views => new()
    {
        { 0, [3, 4], [4, 1] },
        { 0, [4, 3], [1, 4] },
        { 5, [2, 2], [4, 1] },
        { 1, [2, 3], [6, 2] },
        { 11, [], [] },
        { 7, [1, 5, 1], [999, 1, 999] },
        { 2, [3, 2], [0, 1] },
        { 12, [0, 3], [3, 1] },
        { 0, [1, 12], [1, 1] },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Offsets_and_strides_choose_elements(long offset, long[] shape, long[] strides)
    {
        using var folder = new WeightFolder();
        using TensorFile read = TorchCheckpoint.Read(folder.Put("a.pth", Zip(OneTensor(offset, shape, strides), ("0", Floats(12)))));

        // The float at place n of the storage is n.
        var places = shape.Zip(strides).Aggregate<(long Size, long Stride), IEnumerable<long>>([offset],
            (places, axis) => places.SelectMany(place => Enumerable.Range(0, (int)axis.Size).Select(i => place + i * axis.Stride)));
        read["x"].shape.Should().Equal(shape);
        read["x"].is_contiguous().Should().BeTrue();
        WeightTensors.FloatsOf(read["x"]).Should().Equal(places.Select(place => (float)place));
    }

    [Fact]
    public void Tensors_of_one_storage_get_memory_of_their_own()
    {
        using var folder = new WeightFolder();
        var pickle = new PickleWriter(2);
        Action half(long offset) => () => pickle.Tensor("FloatStorage", "0", 12, offset, [6], [1]);
        Action all = () => pickle.Tensor("FloatStorage", "0", 12, 0, [12], [1]);
        pickle.OrderedDict().Items(
            () => pickle.Text("first"), half(0), () => pickle.Text("second"), half(6),
            () => pickle.Text("tied"), all, () => pickle.Text("tie"), all);

        using TensorFile read = TorchCheckpoint.Read(folder.Put("a.pth", Zip(pickle.Finish(), ("0", Floats(12)))));
        read["tied"].bytes.Clear();

        WeightTensors.FloatsOf(read["first"]).Should().Equal(0, 1, 2, 3, 4, 5);
        WeightTensors.FloatsOf(read["second"]).Should().Equal(6, 7, 8, 9, 10, 11);
        WeightTensors.FloatsOf(read["tied"]).Should().AllBeEquivalentTo(0f);
        WeightTensors.FloatsOf(read["tie"]).Should().HaveCount(12).And.EndWith(11f);
    }

    [Theory]
    [InlineData("state_dict", 2)]
    [InlineData("model_state_dict", 4)]
    [InlineData("model", 5)]
    public void A_state_dict_inside_a_training_state_is_found(string holder, int protocol)
    {
        using var folder = new WeightFolder();
        var p = new PickleWriter(protocol);
        p.Op('}').Items(
            () => p.Text("epoch"), () => p.Int(70_000),
            () => p.Text("seed"), () => p.Long(ulong.MaxValue),
            () => p.Text("loss"), () => p.Float(0.25),
            () => p.Text("history"), () => p.Op(']').Op('(').Float(1).Int(-1).Op('N').Op('e').Bool(true).Op('a'),
            () => p.Text("optimizer"), () => p.Op('}').Items(() => p.Int(0), () => p.Tensor("FloatStorage", "gone", 9, 0, [9], [1])),
            () => p.Text("rng"), () => p.Op('C').Raw(2, 8, 9),
            () => p.Text(holder), () => p.OrderedDict().Items(() => p.Text("x"), () => p.Tensor("FloatStorage", "0", 12, 0, [12], [1])));

        using TensorFile read = TorchCheckpoint.Read(folder.Put("a.pt", Zip(p.Finish(), ("0", Floats(12)))));

        read.Names.Should().Equal("x");
        WeightTensors.FloatsOf(read["x"]).Should().HaveCount(12).And.EndWith(11f);
    }

    [Fact]
    public void Parameters_sizes_attributes_and_metadata_are_read_past()
    {
        using var folder = new WeightFolder();
        var p = new PickleWriter(4);
        // NEWOBJ makes the dict, torch.Size holds the shape, a seventh argument follows the hooks, BUILD brings the attributes.
        p.Global("collections", "OrderedDict").Op(')').Raw(0x81);
        p.Text("x").Call("torch._utils", "_rebuild_parameter",
            () => p.Call("torch._utils", "_rebuild_tensor_v2", () => p.Storage("FloatStorage", "0", 12, "cuda:0"), () => p.Int(2),
                () => p.Call("torch", "Size", () => p.Ints(2)), () => p.Ints(1),
                () => p.Bool(true), () => p.OrderedDict(), () => p.Op('}')),
            () => p.Bool(true), () => p.OrderedDict()).Op('s');
        p.Op('}').Text("_metadata").OrderedDict().Op('s').Op('b');

        using TensorFile read = TorchCheckpoint.Read(folder.Put("a.pth", Zip(p.Finish(), ("0", Floats(12)))));

        WeightTensors.FloatsOf(read["x"]).Should().Equal(2, 3);
        read["x"].requires_grad.Should().BeFalse();
        read.Metadata.Should().BeEmpty();
    }

    [Fact]
    public void Remembered_values_are_recalled()
    {
        using var folder = new WeightFolder();
        var p = new PickleWriter(2);
        // 300 texts fill the numbers of one byte; the tensor then comes from number 0x12345 and the name from number 1.
        p.OrderedDict().Op('(').Text("y").Tensor("FloatStorage", "0", 12, 3, [1], [1]).Op('r').Raw(0x45, 0x23, 1, 0);
        p.Text("z").Op('j').Raw(0x45, 0x23, 1, 0).Op('u');
        byte[] twice = new PickleWriter(2).Op('}').Op('q').Raw(7).Op('(').Text("a").Raw(p.Finish()[2..^1])
            .Text("model").Op('h').Raw(7).Op('u').Finish();

        FluentActions.Invoking(() => TorchCheckpoint.Read(folder.Put("b.pth", Zip(twice, ("0", Floats(12))))))
            .Should().Throw<InvalidDataException>();
        using TensorFile read = TorchCheckpoint.Read(folder.Put("a.pth", Zip(p.Finish(), ("0", Floats(12)))));
        WeightTensors.FloatsOf(read["y"]).Should().Equal(3);
        WeightTensors.FloatsOf(read["z"]).Should().Equal(3);
    }

    [Fact]
    public void Tensors_outlive_the_scope_and_die_with_the_file()
    {
        using var folder = new WeightFolder();
        string path = folder.Put("a.pth", Zip(OneTensor(0, [12], [1]), ("0", Floats(12))));
        TensorFile read;
        using (NewDisposeScope())
            read = TorchCheckpoint.Read(path);
        Tensor x = read["x"];
        WeightTensors.FloatsOf(x).Should().EndWith(11f);
        read.Dispose();
        x.IsInvalid.Should().BeTrue();
    }
}
