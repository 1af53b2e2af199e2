using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Xunit;
using static SwinLSTM.Tests.HandmadeCheckpoint;

namespace SwinLSTM.Tests;

public class TorchCheckpointRefusalTests
{
    [Theory]
    [InlineData("os", "system", 2)]
    [InlineData("os", "system", 4)]
    [InlineData("builtins", "eval", 2)]
    [InlineData("torch.storage", "_load_from_bytes", 4)]
    [InlineData("torch.serialization", "load", 2)]
    [InlineData("torch", "ComplexFloatStorage", 2)]
    [InlineData("collections.OrderedDict", "", 2)]
    public void Functions_outside_the_list_are_named_and_not_run(string module, string name, int protocol)
    {
        var pickle = new PickleWriter(protocol);
        pickle.Call(module, name, () => pickle.Text("touch owned"));
        Refusal(pickle).Should().Contain("Reading never runs what a file names;").And.Contain($"Found: '{module}.{name}'.")
            .And.EndWith("torch.save(model.state_dict(), path).");
    }

    public static TheoryData<long, long[], long[], string> BadViews => new()
    {
        { 1, [12], [1], "at offset 1 reaches element 13 of 12" },
        { 0, [3, 4], [4, 2], "reaches element 15 of 12" },
        { 12, [], [], "reaches element 13 of 12" },
        { -1, [2], [1], "are not negative" },
        { 11, [2], [-1], "are not negative" },
        { 0, [2], [long.MaxValue], "stay inside its storage" },
        { long.MaxValue, [2, 2], [long.MaxValue, long.MaxValue], "stay inside its storage" },
        { 0, [-2], [1], "none negative" },
        { 0, [1L << 32, 1L << 32], [0, 0], "whose bytes fit 63 bits" },
        { 0, [0, 1L << 62, 8], [0, 0, 0], "whose bytes fit 63 bits" },
        { 0, [2, 2], [1], "Found: 'x' of 2 sizes and 1 strides" },
        { 13, [0], [1], "at offset 13 reaches element 13 of 12" },
        { long.MaxValue, [0], [1], "stay inside its storage" },
        { 0, [1_000_000_000_000], [0], "The tensors take at most 8 times the file's" },
    };

    [Theory]
    [MemberData(nameof(BadViews))]
    public void Views_that_leave_their_storage_or_grow_without_bound_are_refused(
        long offset, long[] shape, long[] strides, string message) =>
            Refusal(Zip(OneTensor(offset, shape, strides), ("0", Floats(12)))).Should().Contain(message);

    [Fact]
    public void Many_views_of_one_storage_are_bounded_together()
    {
        var pickle = new PickleWriter(2);
        pickle.OrderedDict().Items([.. Enumerable.Range(0, 100).SelectMany(i => (Action[])
            [() => pickle.Text($"{i}"), () => pickle.Tensor("FloatStorage", "0", 30_000, 0, [30_000], [1])])]);
        Refusal(pickle, ("0", Floats(30_000))).Should()
            .MatchRegex("The tensors take at most 8 times the file's [0-9]+ bytes. Found: more, from '[0-9]+' on");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(0)]
    public void A_storage_of_another_length_is_refused(int floats) =>
        Refusal(Zip(OneTensor(0, [12], [1]), ("0", Floats(floats)))).Should()
            .Contain($"{4 * floats} bytes in 'root/data/0' for 12 elements of 4 bytes");

    [Fact]
    public void A_storage_that_is_not_there_is_refused() =>
        Refusal(Zip(OneTensor(0, [12], [1]), ("1", Floats(12)))).Should().Contain("no 'root/data/0', wanted by 'x'");

    public static TheoryData<string, byte[]> BadPickles => new()
    {
        { "begins with 0x80 and a protocol of 2 to 5. Found: 0x.", [] },
        { "begins with 0x80 and a protocol of 2 to 5. Found: 0x7D2E", "}."u8.ToArray() },
        { "begins with 0x80 and a protocol of 2 to 5. Found: 0x8001", [0x80, 1, (byte)'}', (byte)'.'] },
        { "begins with 0x80 and a protocol of 2 to 5. Found: 0x8006", [0x80, 6, (byte)'}', (byte)'.'] },
        { "1 bytes announced at byte 3, 0 left", [0x80, 2, (byte)'}'] },
        { "data instructions of pickle only. Found: instruction 0x69 at byte 2", [0x80, 2, (byte)'i'] },
        { "A text in data.pkl has at most 1048576 bytes. Found: 4294967295", [0x80, 2, (byte)'X', 255, 255, 255, 255] },
        { "4294967295 bytes announced", [0x80, 3, (byte)'B', 255, 255, 255, 255] },
        { "Text in data.pkl is UTF-8", [0x80, 4, 0x8c, 1, 0xff] },
        { "1 bytes announced at byte 303, 0 left", [0x80, 2, (byte)'c', .. Enumerable.Repeat((byte)'a', 300)] },
        { "finds its operands on the stack. Found: too few", [0x80, 2, 0x85] },
        { "finds its operands on the stack. Found: too few", [0x80, 2, (byte)'}', (byte)'(', 0x85] },
        { "finds its mark on the stack. Found: no mark", [0x80, 2, (byte)'t'] },
        { "ends with one value. Found: 2", [0x80, 2, (byte)'}', (byte)'}', (byte)'.'] },
        { "recalls what it remembered before. Found: number 9", [0x80, 2, (byte)'h', 9] },
        { "A list is on the pickle stack here. Found: a dict of 0", [0x80, 2, (byte)'}', (byte)'N', (byte)'a'] },
        { "A dict, with pairs of keys and values, is on", [0x80, 2, (byte)'}', (byte)'(', (byte)'N', (byte)'u'] },
        { "A persistent id ('storage', type, key, location, count) is on the pickle stack here. Found: a tuple of 0",
            [0x80, 2, (byte)')', (byte)'Q'] },
        { "A function of the list and its arguments is on", [0x80, 2, (byte)'N', (byte)')', (byte)'R'] },
        { "A module and a name is on", [0x80, 4, (byte)'N', (byte)'N', 0x93] },
        { "A dict that gets attributes is on the pickle stack here. Found: a list of 0", [0x80, 2, (byte)']', (byte)'}', (byte)'b'] },
        { "The file holds a dict. Found: a list of 0", [0x80, 2, (byte)']', (byte)'.'] },
        { "under one of state_dict, model_state_dict, model. Found: the value 7 under 'epoch'",
            new PickleWriter(2).Op('}').Text("epoch").Int(7).Op('s').Finish() },
        { "Found: None under the value 3", new PickleWriter(2).Op('}').Int(3).Op('N').Op('s').Finish() },
    };

    [Theory]
    [MemberData(nameof(BadPickles))]
    public void A_pickle_that_breaks_a_rule_is_refused(string message, byte[] pickle) => Refusal(Zip(pickle)).Should().Contain(message);

    [Fact]
    public void A_pickle_without_end_is_refused()
    {
        byte[] start = [0x80, 2, (byte)']'];
        foreach (var endless in "N("u8.ToArray())
            Refusal(Zip([.. start, .. Enumerable.Repeat(endless, 1_100_000)])).Should()
                .Contain("data.pkl has at most 1000000 instructions");
        Refusal(Zip([.. start, .. Enumerable.Repeat("Na"u8.ToArray(), 600_000).SelectMany(pair => pair)]))
            .Should().Contain("data.pkl has at most 1000000 instructions");
    }

    [Fact]
    public void Wrong_arguments_of_a_function_are_refused()
    {
        var pickle = new PickleWriter(2);
        pickle.Call("torch._utils", "_rebuild_tensor_v2", () => pickle.Text("x"));
        Refusal(pickle).Should().Contain("What a function of the list takes is on the pickle stack here. Found: a tuple of 1");
    }

    [Fact]
    public void What_a_file_says_cannot_flood_or_steer_a_message()
    {
        var pickle = new PickleWriter(4);
        pickle.Call("\u001b[31m", new string('x', 1000));
        Refusal(pickle).Should().Contain($"Found: '?[31m.{new string('x', 74)}...' (1006 characters).");
    }

    [Fact]
    public void Names_come_once()
    {
        var pickle = new PickleWriter(2);
        Action x = () => pickle.Tensor("FloatStorage", "0", 12, 0, [1], [1]);
        pickle.OrderedDict().Items(() => pickle.Text("x"), x, () => pickle.Text("x"), x);
        Refusal(pickle, ("0", Floats(12))).Should().Contain("Names are unique. Found: 'x' twice");
    }

    [Fact]
    public void The_older_format_is_refused_with_the_way_to_convert_it()
    {
        byte[] legacy = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.', 0x80, 2];
        Refusal(legacy).Should().Contain("Found: a bare pickle, its older format.")
            .And.EndWith("Load and save it in PyTorch 1.6 or later: torch.save(torch.load(path, map_location='cpu'), path).");
    }

    public static TheoryData<string, byte[]> BadArchives => new()
    {
        { "The zip archive is whole.", [] },
        { "The zip archive is whole.", Encoding.ASCII.GetBytes("<!DOCTYPE html>") },
        { "The zip archive is whole.", "PK\x03\x04 and no more"u8.ToArray() },
        { "one folder with one data.pkl. Found: 0 among 1 entries", Zip([("root/version", [1])]) },
        { "one folder with one data.pkl. Found: 0 among 1 entries", Zip([("data.pkl", [1])]) },
        { "one folder with one data.pkl. Found: 2 among 2 entries", Zip([("a/data.pkl", [1]), ("b/data.pkl", [1])]) },
        { "Entry names are unique. Found: 'a/data.pkl' of 1 bytes, again", Zip([("a/data.pkl", [1]), ("a/data.pkl", [1])]) },
        { "neither compressed nor encrypted. Found: 'a/data/0' of 100000 bytes in",
            Zip([("a/data/0", new byte[100_000])], CompressionLevel.Optimal) },
        { "says little, or is not there. Found: another byte order", Zip([("a/data.pkl", [1]), ("a/byteorder", "big"u8.ToArray())]) },
    };

    [Theory]
    [MemberData(nameof(BadArchives))]
    public void An_archive_that_breaks_a_rule_is_refused(string message, byte[] file) => Refusal(file).Should().Contain(message);

    [Fact]
    public void Entries_that_lie_on_each_other_are_refused()
    {
        // Both directory records name one piece of the file, and each its whole length: together more than there is.
        byte[] file = Zip([("a/data/0", new byte[4000]), ("a/data/1", new byte[4])]);
        int second = file.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.GetBytes(4000).CopyTo(file, second + 20);
        BitConverter.GetBytes(4000).CopyTo(file, second + 24);
        Refusal(file).Should().Contain("Entries together fit into the file. Found: 'a/data/1' of 4000 bytes where");
    }

    [Fact]
    public void A_missing_file_is_the_usual_exception() =>
        FluentActions.Invoking(() => TorchCheckpoint.Read("no-such-file")).Should().Throw<FileNotFoundException>();

    private static string Refusal(PickleWriter pickle, params (string, byte[])[] storages) => Refusal(Zip(pickle.Finish(), storages));

    private static string Refusal(byte[] file)
    {
        using var folder = new WeightFolder();
        string path = folder.Put("a.pth", file);
        string message = FluentActions.Invoking(() => TorchCheckpoint.Read(path)).Should().Throw<InvalidDataException>().Which.Message;
        message.Should().StartWith($"'{path}': ");
        return message;
    }
}
