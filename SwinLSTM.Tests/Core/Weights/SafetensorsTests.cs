using System.Buffers.Binary;
using System.Text.Json;
using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class SafetensorsTests
{
    public static TheoryData<long[]> Shapes => [[], [5], [2, 3], [3, 0, 2], [0], [1, 2, 1, 3]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_type_comes_back_bit_for_bit(long[] shape)
    {
        using var folder = new WeightFolder();
        int elements = (int)shape.Aggregate(1L, (product, size) => product * size);
        var given = WeightTensors.Types
            .Select((type, i) => (type.Name, type.Type, Bytes: WeightTensors.RandomBytes(type.Type, elements * type.Bytes, seed: i)))
            .ToArray();
        using (var scope = NewDisposeScope())
            Safetensors.Write(folder["a"], given.Select(g => (g.Name, WeightTensors.OfBytes(g.Type, shape, g.Bytes))));

        using TensorFile read = Safetensors.Read(folder["a"]);

        read.Names.Should().Equal(given.Select(g => g.Name));
        foreach (var (name, type, bytes) in given)
        {
            read[name].dtype.Should().Be(type);
            read[name].shape.Should().Equal(shape);
            WeightTensors.BytesOf(read[name]).Should().Equal(bytes);
        }
    }

    [Fact]
    public void Strided_tensors_are_written_row_by_row()
    {
        using var folder = new WeightFolder();
        using Tensor tensor = WeightTensors.OfFloats([2, 3], 1, 2, 3, 4, 5, 6);
        using Tensor turned = tensor.transpose(0, 1);   // [3, 2]
        using Tensor slice = tensor.narrow(1, 1, 2);    // [2, 2]
        Safetensors.Write(folder["a"], [("turned", turned), ("slice", slice)]);

        using TensorFile read = Safetensors.Read(folder["a"]);

        read["turned"].shape.Should().Equal(3, 2);
        WeightTensors.FloatsOf(read["turned"]).Should().Equal(1, 4, 2, 5, 3, 6);
        WeightTensors.FloatsOf(read["slice"]).Should().Equal(2, 3, 5, 6);
    }

    [Fact]
    public void A_tensor_longer_than_one_part_keeps_its_order()
    {
        using var stream = new MemoryStream();
        byte[] content = WeightTensors.RandomBytes(ScalarType.Byte, (1 << 24) + 3, seed: 1);
        using (Tensor tensor = WeightTensors.OfBytes(ScalarType.Byte, [content.Length], content))
            Safetensors.Write(stream, [("x", tensor)]);
        stream.Position = 0;
        using TensorFile read = Safetensors.Read(stream);
        read["x"].bytes.SequenceEqual(content).Should().BeTrue();
    }

    [Fact]
    public void The_file_is_what_the_format_says()
    {
        using var folder = new WeightFolder();
        using Tensor bytes = WeightTensors.OfBytes(ScalarType.Byte, [3], [7, 8, 9]);
        using Tensor floats = WeightTensors.OfFloats([1, 2], 1.5f, -2f);
        Safetensors.Write(folder["a"], [("größe", bytes), ("b", floats)], new Dictionary<string, string> { ["by"] = "a \"test\"" });

        byte[] file = File.ReadAllBytes(folder["a"]);

        long length = BinaryPrimitives.ReadInt64LittleEndian(file);
        (length % 8).Should().Be(0);
        file[8].Should().Be((byte)'{');
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, (int)length));
        header.RootElement.EnumerateObject().Select(entry => entry.Name).Should().Equal("__metadata__", "größe", "b");
        header.RootElement.GetProperty("__metadata__").GetProperty("by").GetString().Should().Be("a \"test\"");
        long[] numbers(string tensor, string field) =>
            [.. header.RootElement.GetProperty(tensor).GetProperty(field).EnumerateArray().Select(number => number.GetInt64())];
        header.RootElement.GetProperty("b").GetProperty("dtype").GetString().Should().Be("F32");
        numbers("b", "shape").Should().Equal(1, 2);
        // The wider elements come first, where both stay aligned.
        numbers("b", "data_offsets").Should().Equal(0, 8);
        numbers("größe", "data_offsets").Should().Equal(8, 11);
        file[(8 + (int)length)..].Should().Equal([.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), 7, 8, 9]);
    }

    [Fact]
    public void Header_and_data_may_be_in_different_orders()
    {
        using var stream = new MemoryStream(HandmadeSafetensors.File(
            """{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"b":{"shape":[1],"data_offsets":[0,1],"dtype":"I8"}}   """,
            [255, 4, 5]));
        using TensorFile read = Safetensors.Read(stream);
        read.Names.Should().Equal("a", "b");
        WeightTensors.BytesOf(read["a"]).Should().Equal(4, 5);
        read["b"].item<sbyte>().Should().Be(-1);
        stream.Position.Should().Be(stream.Length);
    }

    [Fact]
    public void Metadata_comes_back_and_its_absence_is_empty()
    {
        using var folder = new WeightFolder();
        using Tensor one = WeightTensors.OfFloats([], 1);
        var metadata = new Dictionary<string, string> { ["options"] = "{\"a\": 1}", [""] = "", ["ключ"] = "значение\n" };
        Safetensors.Write(folder["with"], [("x", one)], metadata);
        Safetensors.Write(folder["without"], [("x", one)]);

        using TensorFile with = Safetensors.Read(folder["with"]);
        using TensorFile without = Safetensors.Read(folder["without"]);

        with.Metadata.Should().BeEquivalentTo(metadata);
        without.Metadata.Should().BeEmpty();
    }

    [Fact]
    public void Tensors_outlive_the_scope_and_die_with_the_file()
    {
        using var stream = new MemoryStream();
        using (Tensor one = WeightTensors.OfFloats([1], 3))
            Safetensors.Write(stream, [("x", one)]);
        stream.Position = 0;
        TensorFile read;
        using (NewDisposeScope())
            read = Safetensors.Read(stream);

        Tensor x = read["x"];
        x.item<float>().Should().Be(3);
        x.requires_grad.Should().BeFalse();
        read.Dispose();
        x.IsInvalid.Should().BeTrue();
        read.Invoking(file => file.Dispose()).Should().NotThrow();
    }

    [Fact]
    public void Every_tensor_has_memory_that_begins_where_libtorch_would_begin_it()
    {
        using var folder = new WeightFolder();
        using (NewDisposeScope())
            Safetensors.Write(folder["a"], Enumerable.Range(1, 9).Select(i => ($"{i}", zeros(i))));
        folder.Put("a.pth", HandmadeCheckpoint.Zip(HandmadeCheckpoint.OneTensor(3, [5], [1]), ("0", HandmadeCheckpoint.Floats(12))));
        using var ours = Safetensors.Read(folder["a"]);
        using var theirs = TorchCheckpoint.Read(folder["a.pth"]);
        foreach (var tensor in ours.Names.Select(name => ours[name]).Append(theirs["x"]))
            (tensor.storage<float>().data_ptr() % 64).Should().Be(0, "kernels round by alignment, so numbers must not depend on it");
        theirs["x"].storage_offset().Should().Be(0);
    }

    [Fact]
    public void A_name_that_is_not_there_is_named()
    {
        using var stream = new MemoryStream(HandmadeSafetensors.File("""{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""", [1]));
        using TensorFile read = Safetensors.Read(stream);
        read.TryGet("b", out Tensor? none).Should().BeFalse();
        none.Should().BeNull();
        read.Invoking(file => file["b"]).Should().Throw<KeyNotFoundException>()
            .WithMessage("The file has no tensor 'b'. Names lists the 1 there are, such as a.");
    }

    [Fact]
    public void Names_that_cannot_be_written_are_refused_before_anything_is()
    {
        using var folder = new WeightFolder();
        using Tensor x = WeightTensors.OfFloats([1], 1);
        using Tensor complex = empty([1], ScalarType.ComplexFloat32);
        Action write(params (string, Tensor)[] tensors) => () => Safetensors.Write(folder["a"], tensors);

        write(("x", x), ("x", x)).Should().Throw<ArgumentException>().WithMessage("A tensor's name comes once*Received: 'x'. Rename it.*");
        write(("__metadata__", x)).Should().Throw<ArgumentException>().WithMessage("*is not __metadata__, where*");
        write(("c", complex)).Should().Throw<ArgumentException>().WithMessage("*F64, F32*Received: ComplexFloat32 for 'c'*");
        folder.Names.Should().BeEmpty();
    }

    [Fact]
    public void A_missing_file_is_the_usual_exception() =>
        FluentActions.Invoking(() => Safetensors.Read("no-such-file")).Should().Throw<FileNotFoundException>();
}
