using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

[Collection(nameof(Alone))]
public sealed class Hdf5RefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_of_other_kinds_are_refused_with_a_way_out()
    {
        Refused([], "* (0 bytes) is not an HDF5 or NetCDF-4 file: their signature is missing.");
        Refused(new byte[5000], "* is not an HDF5 or NetCDF-4 file*");
        Refused([(byte)'C', (byte)'D', (byte)'F', 2, .. new byte[200]], "*is a classic NetCDF-3 file, which is not HDF5 inside. Convert " +
            "it: `nccopy -k nc4 IN OUT`.");
        var whole = File.ReadAllBytes(Hdf5Files.At("damage-old.h5"));
        Refused(whole[..^100], $"*has {whole.Length - 100} bytes but was {whole.Length} long when it was written. Fetch it again.");
        Refused([.. whole[..8], 9, .. whole[9..]], "*has a superblock of version 9; 0 to 3 are known.*");
        Refused([.. whole[..13], 4, .. whole[14..]], "*has addresses of another length than 8 bytes.*");
        FluentActions.Invoking(() => Hdf5File.Open(folder["nowhere.h5"])).Should().Throw<FileNotFoundException>().WithMessage("*nowhere*");

        void Refused(byte[] bytes, string message)
        {
            File.WriteAllBytes(folder["refused.h5"], bytes);
            FluentActions.Invoking(() => Hdf5File.Open(folder["refused.h5"])).Should().Throw<InvalidDataException>().WithMessage(message);
        }
    }

    [Fact]
    public void Datasets_are_listed_with_their_groups_and_links_that_lead_nowhere_are_left_out()
    {
        using (var file = Hdf5File.Open(Hdf5Files.At("links.h5")))
        {
            file.Datasets.Should().Equal("/g/y", "/soft", "/x");
            file.Dataset("soft").ReadAll().Should().Equal(0, 1, 2, 3, 4);
            file.Contains("g/y").Should().BeTrue();
            foreach (var name in new[] { "g", "loop", "dangling", "nowhere" })
            {
                file.Contains(name).Should().BeFalse();
                FluentActions.Invoking(() => file.Dataset(name)).Should().Throw<ArgumentException>().WithMessage($"*links.h5 has no " +
                    $"dataset /{name}. Its datasets: /g/y, /soft, /x.*");
            }
        }
        using var old = Hdf5File.Open(Hdf5Files.At("links-old.h5"));
        old.Datasets.Should().Contain(["/x", "/a/b/x"]).And.HaveCountLessThan(6, "a group that holds itself is not followed for ever");
        old.Contains("loop").Should().BeFalse();
        old.Contains("near").Should().BeFalse();
    }

    [Fact]
    public void Nothing_leads_out_of_the_file()
    {
        using var file = Hdf5File.Open(Hdf5Files.At("links.h5"));
        FluentActions.Invoking(() => file.Dataset("away")).Should().Throw<InvalidDataException>().WithMessage("*links.h5: away is a link " +
            "into another file, which is not followed. Open that file itself.");
        using var outside = Hdf5File.Open(Hdf5Files.At("outside.h5"));
        foreach (var name in new[] { "raw", "virtual" })
            FluentActions.Invoking(() => outside.Dataset(name)).Should().Throw<InvalidDataException>().WithMessage($"*/{name} lies in " +
                "other files, which is never followed. Join them: `h5repack IN OUT`.");
    }

    [Fact]
    public void Soft_links_that_lead_back_to_themselves_end_in_an_exception()
    {
        FluentActions.Invoking(() => Hdf5File.Open(Hdf5Files.At("loop.h5"))).Should().Throw<InvalidDataException>()
            .WithMessage("*loop.h5: the file has a soft link '*' that leads back to itself. Remove it, such as with h5py: `del f['*']`.");
    }

    [Fact]
    public void Values_that_cannot_be_read_say_why()
    {
        using (var filters = Hdf5File.Open(Hdf5Files.At("filters.h5")))
        {
            FluentActions.Invoking(() => filters.Dataset("huge").ReadAll()).Should().Throw<InvalidDataException>().WithMessage("*/huge " +
                "announces 1048576 x 1048576 x 1048576 values, more than are read at once*");
            FluentActions.Invoking(() => filters.Dataset("huge_block")).Should().Throw<InvalidDataException>().WithMessage("*/huge_block " +
                "has blocks of 16384 x 4096 values;*a file of * bytes cannot hold larger ones.*");
        }
        using var types = Hdf5File.Open(Hdf5Files.At("types.h5"));
        foreach (var (name, words) in new[] { ("text", "text"), ("words", "text"), ("pair", "compound"), ("weather", "enumerated"),
            ("nothing", "no") })
        {
            types.Dataset(name).TypeName.Should().Be(words);
            FluentActions.Invoking(() => types.Dataset(name).ReadAll()).Should().Throw<InvalidDataException>().WithMessage($"*/{name} " +
                $"holds {words} values; integers and floating-point numbers of 8 to 64 bits,*");
        }
    }

    [Fact]
    public void What_came_from_a_closed_file_cannot_be_read()
    {
        var file = Hdf5File.Open(Hdf5Files.At("layouts-earliest.h5"));
        var (chunked, contiguous) = (file.Dataset("plain"), file.Dataset("contiguous"));
        file.Dispose();
        file.Dispose();
        foreach (var read in new Action[] { () => chunked.ReadAll(), () => contiguous.ReadAll(), () => file.Attributes(), () =>
            file.Dataset("gzip") })
            FluentActions.Invoking(read).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Damage_within_a_block_is_found()
    {
        var whole = File.ReadAllBytes(Hdf5Files.At("layouts-earliest.h5"));
        // The blocks of `odd` are shuffled and checked but not packed: the first bytes of its first values lie side by side.
        var plane = Enumerable.Range(0, 3).Select(i =>
            (byte)Hdf5Files.Value(i)).Concat(Enumerable.Range(4, 3).Select(i => (byte)Hdf5Files.Value(i))).ToArray();
        var at = whole.AsSpan().IndexOf(plane);
        at.Should().BePositive();
        whole[at] ^= 1;
        File.WriteAllBytes(folder["damaged.h5"], whole);
        using var damaged = Hdf5File.Open(folder["damaged.h5"]);
        FluentActions.Invoking(() => damaged.Dataset("odd").ReadAll()).Should().Throw<InvalidDataException>()
            .WithMessage("*damaged.h5: /odd cannot be read (Data error detected by Fletcher32 checksum): the file is damaged, or of a " +
                "kind that PureHDF does not read.*");
    }

    [Fact]
    public void A_block_that_unpacks_to_more_than_it_should_is_refused_before_it_fills_the_memory()
    {
        var whole = File.ReadAllBytes(Hdf5Files.At("filters.h5"));
        using (var file = Hdf5File.Open(Hdf5Files.At("filters.h5")))
            file.Dataset("bomb").ReadAll().Should().HaveCount(1 << 20).And.OnlyContain(v => v == 0);
        // The block is announced as 1024 values, but holds a million: its size is in the header before the bytes of an element.
        byte[] size = [.. BitConverter.GetBytes(1 << 20), .. BitConverter.GetBytes(1)];
        var found = 0;
        for (var at = 0; whole.AsSpan(at).IndexOf(size) is >= 0 and var next; at += next + 8, found++)
            BitConverter.GetBytes(1 << 10).CopyTo(whole, at + next);
        found.Should().BePositive();
        File.WriteAllBytes(folder["bomb.h5"], whole);
        using var bomb = Hdf5File.Open(folder["bomb.h5"]);
        FluentActions.Invoking(() => bomb.Dataset("bomb").ReadAll()).Should().Throw<InvalidDataException>().WithMessage("*/bomb has a " +
            "block that unpacks to more than its 1024 bytes.*");
    }

    [Theory]
    [InlineData("damage-old.h5")]
    [InlineData("damage-middle.h5")]
    [InlineData("damage-new.h5")]
    [InlineData("damage-names.nc")]
    public void Damaged_files_are_read_or_refused_and_nothing_else(string name) => Damaged(name, 0, 100);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("damage-old.h5")]
    [InlineData("damage-middle.h5")]
    [InlineData("damage-new.h5")]
    [InlineData("damage-names.nc")]
    public void Thousands_of_damaged_files_are_read_or_refused_and_nothing_else(string name) => Damaged(name, 100, 2000);

    private void Damaged(string name, int first, int count)
    {
        var whole = File.ReadAllBytes(Hdf5Files.At(name));
        const long Most = 256 << 20;
        var (read, refused) = (0, 0);
        for (var trial = first; trial < first + count; trial++)
        {
            File.WriteAllBytes(folder["damaged" + Path.GetExtension(name)], Mutations.Of(whole, trial, whole.Length));
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var grown = Try(folder["damaged" + Path.GetExtension(name)], out var isRead);
            if (isRead) read++;
            else refused++;
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), $"trial {trial} of {name}");

            // PureHDF allocates what a header announces, up to 2 GiB, before it reads, and it is given back at once: what counts is what
            // grows each time.
            for (var again = 0; again < 3 && grown >= Most; again++) grown = Try(folder["damaged" + Path.GetExtension(name)], out _);
            grown.Should().BeLessThan(Most, $"trial {trial} of {name}");
        }
        read.Should().BeGreaterThan(count / 20);
        refused.Should().BeGreaterThan(count / 5);
    }

    // The bytes by which the process grew.
    private static long Try(string path, out bool isRead)
    {
        var resident = Environment.WorkingSet;
        try
        {
            ReadEverything(path);
            isRead = true;
        }
        catch (InvalidDataException)
        {
            isRead = false;
        }

        return Environment.WorkingSet - resident;
    }

    private static void ReadEverything(string path)
    {
        using var file = Hdf5File.Open(path);
        var faults = new List<InvalidDataException>();
        IReadOnlyList<string> names = ["a", "vil", "g/x", "tree", "growing", "fixed", "t2m", "time", "lat", "lon"];
        Try(() => names = [.. names, .. file.Datasets]);
        foreach (var name in names)
            Try(() =>
            {
                if (file.Find(name) is not { } dataset)
                    return;
                foreach (var attribute in dataset.Attributes.Names)
                {
                    dataset.Attributes.Texts(attribute).Should().NotBeNull();
                    dataset.Attributes.Numbers(attribute).Should().NotBeNull();
                }
                dataset.Dimensions.Should().HaveCount(dataset.Shape.Count);
                if (dataset.TypeName != "text" && dataset.Shape.Aggregate(1.0, (a, b) => a * b) < 1 << 20)
                    dataset.ReadAll();
            });
        if (faults.Count > 0)
            throw faults[0];

        void Try(Action read)
        {
            try
            {
                read();
            }
            catch (InvalidDataException e) when (!e.Message.Contains("LZF", StringComparison.Ordinal))
            {
                faults.Add(e);
            }
            catch (InvalidDataException)
            {
                // The undamaged file has such blocks too.
            }
        }
    }
}
