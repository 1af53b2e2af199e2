using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

[Collection(nameof(Alone))]
public sealed class SevirCatalogTests : IDisposable
{
    private const string Header = "id,file_name,file_index,img_type,time_utc,pct_missing\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "*has no column img_type; it has *")]
    [InlineData("id,file_name\n", "*has no column img_type; it has id, file_name.")]
    [InlineData(Header, "*has no event of vil without missing values.*")]
    [InlineData(Header + "S1,a.h5,0,vil,2018-01-01\n", "*CATALOG.csv is no catalogue of SEVIR: *Found 5 column(s)*")]
    [InlineData(Header + "S1,a.h5,-1,vil,2018-01-01,0\n", "*line 2: file_index is '-1', which is none.*")]
    [InlineData(Header + "S1,a.h5,1.5,vil,2018-01-01,0\n", "*line 2: file_index is '1.5', which is none.*")]
    [InlineData(Header + "S1,a.h5,0,vil,once,0\n", "*line 2: time_utc is 'once', which is none.*")]
    [InlineData(Header + "S1,a.h5,0,vil,2018-01-01,many\r\n", "*line 2: pct_missing is 'many', which is none.*")]
    [InlineData(Header + "\"S1,a.h5,0,vil,2018-01-01,0\n", "*is no catalogue of SEVIR: *")]
    [InlineData(Header + "S1,../../etc/passwd,0,vil,2018-01-01,0\n", "*names the file '../../etc/passwd', which is not below *data.*")]
    [InlineData(Header + "S1,/etc/passwd,0,vil,2018-01-01,0\n", "*names the file '/etc/passwd', which is not below *")]
    [InlineData(Header + "S1,vil\\..\\..\\x.h5,0,vil,2018-01-01,0\n", "*which is not below *")]
    [InlineData(Header + "S1,C:x.h5,0,vil,2018-01-01,0\n", "*names the file 'C:x.h5', which is not below *")]
    [InlineData(Header + "S1,,0,vil,2018-01-01,0\n", "*names the file '', which is not below *")]
    public void A_catalogue_that_is_wrong_says_where(string text, string message)
    {
        File.WriteAllText(folder["CATALOG.csv"], text);
        FluentActions.Invoking(() => Sevir.Open(folder["."])).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        using (var file = File.Create(folder["CATALOG.csv"]))
            for (var i = 0; i < 64; i++)
                file.Write(Enumerable.Repeat((byte)'x', 1 << 20).ToArray());
        Allocated.By(() => FluentActions.Invoking(() => Sevir.Open(folder["."])).Should().Throw<InvalidDataException>()
            .WithMessage("*CATALOG.csv is no catalogue of SEVIR: *")).Should().BeLessThan(200 << 20);
    }

    [Fact]
    public void Missing_files_are_named_or_left_out()
    {
        DatasetFiles.Copy("sevir", folder["."]);
        File.Delete(folder["data", "vil", "2019", "SEVIR_VIL_STORMEVENTS_2019_0101_0630.h5"]);
        FluentActions.Invoking(() => Sevir.Open(folder["."])).Should().Throw<FileNotFoundException>()
            .WithMessage("*CATALOG.csv names 1 files that are not there: *SEVIR_VIL_STORMEVENTS_2019_0101_0630.h5. Fetch them, or set " +
                "IgnoreMissingFiles to leave their events out.");
        using var rest = Sevir.Open(folder["."], new() { IgnoreMissingFiles = true });
        rest.Events.Should().Be(4);
        FluentActions.Invoking(() => Sevir.Open(folder["nowhere"])).Should().Throw<IOException>().WithMessage("*nowhere*CATALOG.csv*");
    }

    [Fact]
    public void An_event_that_its_file_does_not_hold_is_refused()
    {
        DatasetFiles.Copy("sevir", folder["."]);
        var catalog = File.ReadAllText(folder["CATALOG.csv"]).Replace(".h5,4,vil,", ".h5,6,vil,", StringComparison.Ordinal);
        File.WriteAllText(folder["CATALOG.csv"], catalog);
        FluentActions.Invoking(() => Sevir.Open(folder["."])).Should().Throw<InvalidDataException>().WithMessage("*has event S04 at " +
            "place 6 of *2018_0101_0630.h5, which holds 6 events.*");
    }

    [Fact]
    public void Damaged_catalogues_are_read_or_refused_and_nothing_else() => Damage(500);

    [Fact]
    [Trait("Category", "Long")]
    public void Ten_thousand_damaged_catalogues_are_read_or_refused_and_nothing_else() => Damage(10_000);

    private void Damage(ulong trials)
    {
        const string Whole = Header + "S1,vil/2018/a.h5,0,vil,2018-01-01 " +
            "00:00:00,0.0\n\"S2\",vil/2018/a.h5,1,vil,2018-02-01,0\nS3,b.h5,2,ir069,2018-02-01,0\n";
        var (read, refused) = (0, 0);
        for (ulong trial = 0; trial < trials; trial++)
        {
            File.WriteAllText(folder["x.csv"], TextDamage.To(Whole, trial));
            try
            {
                foreach (var e in SevirCatalog.Read(folder["x.csv"], "vil"))
                    SevirCatalog.Below(folder["data"], e.File, "x.csv").Should().StartWith(folder["data"] + Path.DirectorySeparatorChar);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        read.Should().BeGreaterThan((int)trials / 10);
        refused.Should().BeGreaterThan((int)trials / 10);
    }
}
