using System.IO.Compression;
using FluentAssertions;
using Xunit;
using static SwinLSTM.Tests.HandmadeSafetensors;

namespace SwinLSTM.Tests;

public class SafetensorsRefusalTests
{
    private static readonly string X = Entry("1", 0, 4);

    /// <summary>Header, bytes of data, what the message says.</summary>
    public static TheoryData<string, int, string> BadHeaders => new()
    {
        { "", 0, "begins with '{'. Found: nothing" },
        { " {}", 0, "begins with '{'. Found: byte 0x20" },
        { "[]", 0, "begins with '{'. Found: byte 0x5b" },
        { "{", 0, "BytePositionInLine: 1" },
        { "{} x", 0, "BytePositionInLine: 3" },
        { "{\"\\ud800\":" + X + "}", 4, "The header is JSON" },
        { "{\"x\":" + X + ",}", 4, "The header is JSON" },
        { "{\"x\":{\"shape\":[[1]]}}", 4, "maximum configured depth of 3" },
        { "{\"x\":" + new string('[', 100_000) + "}", 4, "maximum configured depth of 3" },
        { "{\"__metadata__\":{\"a\":" + new string('[', 1000) + "}}", 4, "maximum configured depth of 3" },
        { "{\"x\":5}", 0, "in 'x'" },
        { "{\"x\":null}", 0, "two data_offsets. Found: 'x' without" },
        { "{\"x\":{\"dtype\":4}}", 0, "Path: $.dtype" },
        { "{\"x\":{\"shape\":\"1\"}}", 0, "Path: $.shape" },
        { "{\"x\":" + X.Replace("[1]", "null", StringComparison.Ordinal) + "}", 4, "in 'x'" },
        { "{\"__metadata__\":[]}", 0, "in '__metadata__'" },
        { "{\"__metadata__\":{\"a\":1}}", 0, "Path: $.a" },
        { "{\"__metadata__\":{\"a\":null}}", 0, "null is no text" },
        { "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "__metadata__" },
        { "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0, "'a'" },
        { "{\"x\":" + X + ",\"x\":" + X + "}", 4, "'x'" },
        { "{\"x\":" + X + ",\"\\u0078\":" + X + "}", 4, "'x'" },
        { "{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0, "'dtype'" },
        { "{\"x\":{\"strides\":[1]}}", 0, "'strides'" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[0]}}", 0, "'data_offsets'.' in 'x'" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0]}}", 0, "two data_offsets. Found: 'x' without" },
        { "{\"x\":" + Entry("1", 0, 4, "F8_E4M3") + "}", 4,
            "A dtype is one of F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL. Found: 'F8_E4M3' of 'x'" },
        { "{\"x\":" + Entry("-1", 0, 4) + "}", 4, "none negative, whose bytes fit 63 bits. Found: 'x' of 1 axes, [-1]" },
        { "{\"x\":" + Entry("1.5", 0, 4) + "}", 4, "Path: $.shape[0]" },
        { "{\"x\":" + Entry("9223372036854775808", 0, 4) + "}", 4, "Path: $.shape[0]" },
        { "{\"x\":" + Entry("4294967296,4294967296", 0, 0) + "}", 0, "whose bytes fit 63 bits. Found: 'x' of 2 axes" },
        { "{\"x\":" + Entry("0,4611686018427387904,8", 0, 0) + "}", 0, "whose bytes fit 63 bits" },
        { "{\"x\":" + Entry(string.Join(',', Enumerable.Repeat(1, 65)), 0, 4) + "}", 4, "at most 64 sizes" },
        { "{\"x\":" + Entry("2", 0, 4) + "}", 4, "'x' takes 8 bytes and has data_offsets [0, 4]" },
        { "{\"x\":" + Entry("1000000000000", 0, 4000000000000) + "}", 4, "4000000000000 bytes of tensors, 4 of data" },
        { "{\"x\":" + Entry("1", 4, 0) + "}", 4, "data_offsets [4, 0]" },
        { "{\"x\":" + Entry("1", 4, 8) + "}", 8, "'x' begins at byte 4 where 0 is next" },
        { "{\"x\":" + X + ",\"y\":" + Entry("1", 8, 12) + "}", 12, "'y' begins at byte 8 where 4 is next" },
        { "{\"x\":" + X + ",\"y\":" + Entry("1", 2, 6) + "}", 6, "'y' begins at byte 2 where 4 is next" },
        { "{\"x\":" + X + ",\"y\":" + X + "}", 4, "'y' begins at byte 0 where 4 is next" },
        { "{\"x\":" + X + "}", 5, "4 bytes of tensors, 5 of data" },
        { "{\"x\":" + X + "}", 3, "4 bytes of tensors, 3 of data" },
        { "{}", 1, "0 bytes of tensors, 1 of data" },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void A_header_that_breaks_a_rule_is_refused(string header, int dataBytes, string message) =>
        Refusal(File(header, new byte[dataBytes])).Should().Contain(message);

    [Fact]
    public void A_header_of_other_bytes_than_UTF8_is_refused() =>
        Refusal(File([.. "{\""u8, 0xff, .. "\":1}"u8], [])).Should().Contain("The header is JSON in UTF-8");

    [Theory]
    [InlineData(3L, "3 with 2 bytes left")]
    [InlineData(100_000_001L, "100000001 with")]
    [InlineData(-1L, "18446744073709551615 with")]
    public void A_length_that_lies_is_refused(long stated, string message) => Refusal(File("{}", [], stated)).Should().Contain(message);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_without_a_length_is_refused(int bytes) => Refusal(new byte[bytes]).Should().Contain("Found: 0 with 0 bytes left");

    [Fact]
    public void The_message_names_the_file_and_a_way_out() =>
        Refusal(File("[]", [])).Should().StartWith("'given name': ")
            .And.EndWith("write it anew with Safetensors.Write or Python's safetensors.");

    [Fact]
    public void What_a_file_says_cannot_flood_or_steer_a_message() =>
        Refusal(File("{\"__metadata__\":{\"\\u001b[31m\\u202e" + new string('x', 10_000) + "\":1}}", [])).Should()
            .NotContainAny("\u001b", "\u202e").And.Match(message => message.Length < 800);

    [Fact]
    public void A_stream_that_cannot_seek_is_refused()
    {
        using var stream = new GZipStream(new MemoryStream(), CompressionMode.Decompress);
        FluentActions.Invoking(() => Safetensors.Read(stream)).Should().Throw<ArgumentException>()
            .WithMessage("*can seek*MemoryStream first*");
    }

    private static string Refusal(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return FluentActions.Invoking(() => Safetensors.Read(stream, "given name")).Should().Throw<InvalidDataException>().Which.Message;
    }
}
