using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>What numbers mean by their attributes; right is what netCDF4-python gives with masks, scales and <c>_Unsigned</c> on.</summary>
public sealed class CfConventionsTests
{
    private const double None = double.NaN;

    public static TheoryData<string, double[]> Variables() => new()
    {
        { "plain", [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5] },
        { "fill", [10, 10.5, 11, None, 12, 12.5, 13, 13.5] },
        { "missing_vector", [0, 1, None, 3, 4, None, 6, 7] },
        { "missing_wide", [0, 1, None, 3, None, 5, 6, 7] },
        { "missing_none", [0, 1, 2, 3, 4, 5, 6, 7] },
        { "missing_text", [0, 1, 2, 3, None, 5, 6, 7] },
        { "range", [None, None, 4, 6, 8, 10, None, None] },
        { "range_wide", [None, None, None, None, 2, 2.5, 3, 3.5] },
        { "limits", [None, None, 2, 3, 4, 5, 6, None] },
        { "least", [None, None, 2, 3, 4, 5, 6, 7] },
        { "whole", [None, None, 2, 3, 4, 5, None, None] },
        { "unsigned", [0, 1, 127, 128, 254, None, 5, 6] },
        { "signed", [0, 1, 127, -128, -2, -1, 5, 6] },
        { "unsigned_text", [0, 0.5, 1, 1.5, 32767, None, 2.5, 3] },
        { "both", [0, None, None, 3, 4, 5, 6, 7] },
        { "nan", [0, None, 2, 3, 4, 5, 6, 7] },
        { "largest", [0, None, ulong.MaxValue, 3, 4, 5, 6, 7] },
        { "written_i1", [0, 1, 2, 3, -127, -127, -127, -127] }, // every byte is a number
        { "written_u1", [0, 1, 2, 3, 255, 255, 255, 255] },
        { "written_i2", [0, 1, 2, 3, None, None, None, None] },
        { "written_u2", [0, 1, 2, 3, None, None, None, None] },
        { "written_i4", [0, 1, 2, 3, None, None, None, None] },
        { "written_u4", [0, 1, 2, 3, None, None, None, None] },
        { "written_i8", [0, 1, 2, 3, None, None, None, None] },
        { "written_u8", [0, 1, 2, 3, None, None, None, None] },
        { "written_f4", [0, 1, 2, 3, None, None, None, None] },
        { "written_f8", [0, 1, 2, 3, None, None, None, None] },
    };

    [Theory]
    [MemberData(nameof(Variables))]
    public void Numbers_are_what_their_attributes_say(string name, double[] expected)
    {
        using var file = Hdf5File.Open(Hdf5Files.At("conventions.nc"));
        file.IsNetCdf.Should().BeTrue();
        var variable = file.Dataset(name);
        variable.ReadAll().Should().Equal(expected);
        var floats = new float[8];
        variable.Read([0], [8], floats);
        floats.Should().Equal(expected.Select(v => (float)v));
        variable.Read([1], [3], floats.AsSpan(0, 3), [2]);
        floats[..3].Should().Equal((float)expected[1], (float)expected[3], (float)expected[5]);
    }

    [Theory]
    [InlineData("wrong_range", "*/wrong_range: its attribute valid_range has 3 numbers; it needs 2. Correct it.")]
    [InlineData("wrong_scale", "*/wrong_scale: its attribute scale_factor is 'half', which is no number. Correct it.")]
    [InlineData("zero_scale", "*/zero_scale: its scale_factor is 0 and its add_offset 0, which make no numbers. Correct them.")]
    public void Attributes_that_cannot_be_are_refused(string name, string message)
    {
        using var file = Hdf5File.Open(Hdf5Files.At("conventions.nc"));
        FluentActions.Invoking(() => file.Dataset(name).ReadAll()).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void Files_that_others_sent_come_right()
    {
        using (var file = Hdf5File.Open(Hdf5Files.At("missing.nc")))
            foreach (var name in new[] { "missing", "fill", "decimal", "scaled" })
                file.Dataset(name).ReadAll().Should().Equal(Enumerable.Range(0,
                    (int)file.Dataset(name).Shape.Aggregate((a, b) => a * b)).Select(i => i == 7 ? None : name == "scaled" ? 3 : 1.5));
        using (var file = Hdf5File.Open(Hdf5Files.At("unsigned.nc")))
        {
            var rain = file.Dataset("rain").ReadAll();
            new[] { rain[0], rain[1], rain[33], rain[59] }.Should().BeEquivalentTo([None, 1.1, 36.3, 64.9], o =>
                o.WithStrictOrdering().Using<double>(c =>
                    (double.IsNaN(c.Expectation) ? double.IsNaN(c.Subject)
                        : Math.Abs(c.Subject - c.Expectation) < 1e-4).Should().BeTrue()).WhenTypeIs<double>());
            var counts = file.Dataset("counts").ReadAll();
            new[] { counts[0], counts[1], counts[33], counts[59] }.Should().Equal(0, 4, 132, 236);
            file.Dataset("counts").IsPicture.Should().BeFalse();
            file.Dataset("counts").Frames()[0].Floats().Should().Equal(counts.Select(v => (float)v));
        }
        using var seventh = Hdf5File.Open(Hdf5Files.At("rain.nc"));
        seventh.Dataset("rain").Frames()[0].Floats().Should().Equal(Enumerable.Range(0, 60).Select(i => i == 7 ? float.NaN : 1.5f));
    }

    [Theory]
    [InlineData("hours since 2010-01-01", "2010-01-01T05:00:00")]
    [InlineData("hours since 1900-01-01 00:00:0.0", "1900-01-01T05:00:00")]
    [InlineData("Hours since 2010-1-1 6", "2010-01-01T11:00:00")]
    [InlineData("days since 2012-02-25T12:00:00Z", "2012-03-01T12:00:00")]
    [InlineData("minutes since 2010-12-31 23:58 UTC", "2011-01-01T00:03:00")]
    [InlineData("seconds since 1970-01-01 00:00:00 +00:00", "1970-01-01T00:00:05")]
    public void Times_are_counted_from_a_date(string units, string sixth) =>
        CfTime.Of([0, 1, 2, 3, 4, 5], units, null, "f")[5].Should().Be(DateTime.Parse(sixth,
            System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("months since 2010-01-01", null, "f is counted in 'months since 2010-01-01'; seconds, minutes, hours or days since a " +
        "date of UTC can be read.*")]
    [InlineData(null, null, "f is counted in 'no unit'*")]
    [InlineData("hours since yesterday", null, "*'hours since yesterday'*")]
    [InlineData("hours since 2010-13-01", null, "*'hours since 2010-13-01'*")]
    [InlineData("hours since 2010-01-01 00:00 +01:00", null, "*+01:00*")]
    [InlineData("days since 9999-12-31", null, "f has a time * seconds from 9999-12-31, which is none.*")]
    [InlineData("hours since 2010-01-01", "noleap", "f follows the calendar noleap; standard and proleptic_gregorian can be read. " +
        "Convert it: `cdo setcalendar,standard IN OUT`.")]
    public void Times_that_are_none_are_refused(string? units, string? calendar, string message) =>
        FluentActions.Invoking(() => CfTime.Of([0, 1, 2, 3, 4, 5], units, calendar,
            "f")).Should().Throw<InvalidDataException>().WithMessage(message);
}
