using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class NetCdfFileTests(Hdf5Files files) : IClassFixture<Hdf5Files>
{
    [Fact]
    public void Axes_have_names_units_and_coordinates()
    {
        using var file = NetCdfFile.Open(files["names.nc"]);
        file.Variables.Select(v => v.Name).Should().BeEquivalentTo("time", "lat", "lon", "t");
        var t = file.Variable("t");
        t.Dimensions.Should().Equal("time", "lat", "lon");
        t.Units.Should().Be("K");
        t.Coordinate("lat")!.ReadAll().Should().Equal(-45, 45);
        t.Coordinate("depth").Should().BeNull();
        file.Variable("lon").Dimensions.Should().Equal("lon");
        FluentActions.Invoking(() => file.Variable("x")).Should().Throw<ArgumentException>().WithMessage("*names.nc has no variable x. Its variables: lat, lon, t, time.*");
    }

    [Fact]
    public void Packed_numbers_get_their_unit_and_fill_values_become_nan()
    {
        using var file = NetCdfFile.Open(files["names.nc"]);
        var t = file.Variable("t");
        var expected = Enumerable.Range(0, 36).Select(i => i is 7 or 8 ? double.NaN : (i * 0.5) + 10).ToArray();
        t.ReadAll().Should().Equal(expected);
        var floats = new float[12];
        t.Read([1, 0, 0], [2, 2, 3], floats.AsSpan());
        floats.Should().Equal(expected.Skip(6).Take(12).Select(v => (float)v));
        var doubles = new double[2];
        t.Read([0, 1, 2], [2, 1, 1], doubles.AsSpan(), [3, 1, 1]);
        doubles.Should().Equal(expected[5], expected[23]);
    }

    [Theory]
    [InlineData("hours since 2010-01-01", "2010-01-01T05:00:00")]
    [InlineData("hours since 1900-01-01 00:00:0.0", "1900-01-01T05:00:00")]
    [InlineData("Hours since 2010-1-1 6", "2010-01-01T11:00:00")]
    [InlineData("days since 2012-02-25T12:00:00Z", "2012-03-01T12:00:00")]
    [InlineData("minutes since 2010-12-31 23:58 UTC", "2011-01-01T00:03:00")]
    [InlineData("seconds since 1970-01-01 00:00:00 +00:00", "1970-01-01T00:00:05")]
    public void Times_are_counted_from_a_date(string units, string sixth)
    {
        using var file = Timed("units", units);
        NetCdfTime.Of(file.Variable("time"), "f")[5].Should().Be(DateTime.Parse(sixth, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("units", "months since 2010-01-01", "f: time is counted in 'months since 2010-01-01'; seconds, minutes, hours or days since a date of UTC can be read.*")]
    [InlineData("units", "hours since yesterday", "*'hours since yesterday'*")]
    [InlineData("units", "hours since 2010-13-01", "*'hours since 2010-13-01'*")]
    [InlineData("units", "hours since 2010-01-01 00:00 +01:00", "*+01:00*")]
    [InlineData("units", "days since 9999-12-31", "f: time has a time * seconds from 9999-12-31, which is none.*")]
    [InlineData("calendar", "noleap", "f: time follows the calendar noleap; standard and proleptic_gregorian can be read. Convert it: `cdo setcalendar,standard IN OUT`.")]
    public void Times_that_are_none_are_refused(string attribute, string text, string message)
    {
        using var file = Timed(attribute, text);
        FluentActions.Invoking(() => NetCdfTime.Of(file.Variable("time"), "f")).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    private NetCdfFile Timed(string attribute, string text)
    {
        File.Copy(files["names.nc"], files["timed.nc"], overwrite: true);
        ForeignTools.Python("import sys, h5py\nwith h5py.File(sys.argv[1], 'a') as f: f['time'].attrs[sys.argv[2]] = sys.argv[3]", files["timed.nc"], attribute, text);
        return NetCdfFile.Open(files["timed.nc"]);
    }
}
