using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>NumPy files that are not what they should be: what is wrong, and what to do.</summary>
public sealed class NpyRefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private NdArray Open(byte[] bytes)
    {
        File.WriteAllBytes(folder["a.npy"], bytes);
        return NpyFile.Open(folder["a.npy"]);
    }

    /// <summary>The same without a file, which takes most of the time.</summary>
    private static NdArray InMemory(byte[] bytes) => NpyFile.Open(MemoryRun.Pin<byte>("a.npy", bytes), owner: true);

    private void Refused(byte[] bytes, string message) =>
        FluentActions.Invoking(() => Open(bytes)).Should().Throw<InvalidDataException>().WithMessage($"*a.npy{message}");

    private void RefusedHeader(string header, string message) => Refused(HandmadeNpy.Header(header), $" cannot be read: {message}");

    [Fact]
    public void What_is_no_NumPy_file_is_refused()
    {
        Refused([], " does not begin as a NumPy array does, with the byte 0x93 and NUMPY. Save it with numpy.save.");
        Refused([.. "PK\u0003\u0004 is a .npz file"u8], " does not begin as *");
        Refused(HandmadeNpy.Header("{}", major: 4),
            " has version 4.0 of the NumPy format; 1.0, 2.0 and 3.0 can be read. Save it again with numpy.save.");
        Refused(HandmadeNpy.Header("{}", minor: 1), " has version 1.1 *");
        Refused(HandmadeNpy.Header("{}", length: 3),
            " announces a header of 3 bytes; it has 2, and at most 65526 are read. Fetch it again.");
        Refused(HandmadeNpy.Header("{}", major: 2, length: uint.MaxValue),
            " announces a header of 4294967295 bytes; it has 2, and at most 65524 are read. Fetch it again.");
        Refused([0x93, .. "NUMPY"u8, 2, 0, 1, 0], " announces a header of *");
        FluentActions.Invoking(() => NpyFile.Open(folder["none.npy"])).Should().Throw<FileNotFoundException>();
    }

    [Theory]
    [InlineData("|O", "it holds Python objects, and reading them would run code from the file; save numbers, such as a.astype('float32').")]
    [InlineData("<c8", "it holds complex numbers ('<c8'); save a.real and a.imag as two arrays.")]
    [InlineData("<f16", "it holds floating-point numbers of another size ('<f16'); save a.astype('float64').")]
    [InlineData("<M8[ns]", "it holds dates or times ('<M8[ns]'); save them as numbers, such as a.astype('int64').")]
    [InlineData("<U5", "it holds text ('<U5'), which frames cannot; save numbers.")]
    [InlineData("<i3", "its element type '<i3' is none of bool, int8 to int64, *")]
    [InlineData("|f4", "it holds floating-point numbers of another size ('|f4'); *")]
    [InlineData("|b2", "its element type '|b2' is none of *")]
    [InlineData("f4", "its element type 'f4' is none of *")]
    [InlineData("", "its element type '' is none of *")]
    public void Other_element_types_are_refused_with_a_way_out(string descr, string message) =>
        Refused(HandmadeNpy.File(descr, "(4,)", 16), $" cannot be read: {message}");

    [Fact]
    public void Records_of_fields_are_refused_with_a_way_out() =>
        RefusedHeader("{'descr': [('x', '<f4'), ('y', '<f4')], 'fortran_order': False, 'shape': (2,), }",
        "it describes records of several fields, not numbers; save each field as an array of its own, such as a['x'].");

    [Theory]
    [InlineData("")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'shape': ()}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'secret': 1}")]
    [InlineData("{'descr': '<f4' 'fortran_order': False, 'shape': ()}")]
    [InlineData("{'descr': '\\x3cf4', 'fortran_order': False, 'shape': ()}")]
    [InlineData("{'descr': '<f4, 'fortran_order': False, 'shape': ()}")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': ()}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, -1)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': [3, 1]}")]
    [InlineData("{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': ()}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } or 1")]
    public void Descriptions_are_read_strictly_and_never_run(string header) =>
        RefusedHeader(header, "it must be a dictionary of descr, fortran_order and shape, once each; save the array with numpy.save.");

    [Fact]
    public void Lengths_beyond_all_numbers_are_refused() =>
        RefusedHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "a length of the shape is beyond 9223372036854775807.");

    [Fact]
    public void A_shape_of_too_many_axes_is_refused() =>
        RefusedHeader($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Concat(Enumerable.Repeat("1, ", 65))})}}",
        "the shape has more than 64 axes.");

    [Theory]
    [InlineData("(4,)", 15,
        "announces float32 values of shape (4,), 16 bytes, but has 15 bytes of values. It is cut short or damaged, or holds several " +
        "arrays; *")]
    [InlineData("(4,)", 17, "*but has 17 bytes of values.*")]
    [InlineData("()", 0, "*of shape (), 4 bytes, but has 0 bytes*")]
    [InlineData("(0, 3)", 1, "*of shape (0, 3), 0 bytes, but has 1 bytes*")]
    [InlineData("(9223372036854775807, 9223372036854775807, 9)", 16, "*, more than can be counted, but has 16 bytes*")]
    [InlineData("(4611686018427387904, 4)", 16, "*, more than can be counted, but has 16 bytes*")]
    [InlineData("(4611686018427387904,)", 16, "*, 18446744073709551616 bytes, but has 16 bytes*")]
    public void Values_that_are_not_there_are_refused_before_anything_is_allocated(string shape, int bytes, string message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(HandmadeNpy.File("<f4", shape, bytes), $" {message}");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Fact]
    public void Spellings_of_other_programs_are_understood()
    {
        Open(HandmadeNpy.File("=i2", "(2L, 3L)", 12)).Shape.ToArray().Should().Equal(2, 3); // Python 2
        Open([.. HandmadeNpy.Header("{\"shape\":(2,),\n \"fortran_order\":True,\"descr\":\"|i1\"}"), 1, 2]).ToArray<sbyte>().Should()
            .Equal(1, 2);
        Open([.. HandmadeNpy.Header("{'descr': '|u1', 'fortran_order': False, 'shape': ( 2 , 1 , ) }  \n", major: 3), 1, 2]).Shape.ToArray()
            .Should().Equal(2, 1);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else() => Damage(0, 150);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_damaged_files_are_read_or_refused_and_nothing_else() => Damage(150, 2_500);

    private void Damage(int first, int last)
    {
        byte[][] originals = [HandmadeNpy.File("<f4", "(2, 3)", 24), HandmadeNpy.File(">u2", "(3, 2, 2)", 24, "True"),
            [.. HandmadeNpy.Header("{'descr': '|u1', 'fortran_order': False, 'shape': (4, 6), }\n", major: 2), .. new byte[24]]];
        var (read, refused) = (0, 0);
        for (var trial = first; trial < last; trial++)
        {
            var bytes = Mutations.Of(originals[trial % 3], trial, header: 110);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var array = trial % 10 == 0 ? Open(bytes) : InMemory(bytes);
                using var tensor = array.ToTensor();
                Assert.True(tensor.numel() == array.Count && array.Count < 1000);
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("a.npy", e.Message);
                refused++;
            }
            // The first of each kind also load what the process never used before.
            Assert.True(trial < first + 30 || GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        }
        read.Should().BeGreaterThan((last - first) / 40);
        refused.Should().BeGreaterThan((last - first) / 3);
    }
}
