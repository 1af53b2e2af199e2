using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class Hdf5RefusalTests(Hdf5Files files) : IClassFixture<Hdf5Files>
{
    [Fact]
    public void Files_of_other_kinds_are_refused_with_a_way_out()
    {
        Refused([], "* (0 bytes) is not an HDF5 or NetCDF-4 file: their signature is missing.");
        Refused(new byte[5000], "* is not an HDF5 or NetCDF-4 file*");
        Refused([(byte)'C', (byte)'D', (byte)'F', 2, .. new byte[200]], "*is a classic NetCDF-3 file, which is not HDF5 inside. Convert it: `nccopy -k nc4 IN OUT`.");
        var whole = File.ReadAllBytes(files["old.h5"]);
        Refused(whole[..^100], $"*has {whole.Length - 100} bytes but was {whole.Length} long when it was written. Fetch it again.");
        Refused([.. whole[..8], 9, .. whole[9..]], "*has a superblock of version 9; 0 to 3 are known.*");
        Refused([.. whole[..13], 4, .. whole[14..]], "*has addresses of 4 bytes and lengths of 8; both must be 8.*");
        FluentActions.Invoking(() => Hdf5File.Open(files["nowhere.h5"])).Should().Throw<FileNotFoundException>().WithMessage("*nowhere.h5*");

        void Refused(byte[] bytes, string message)
        {
            File.WriteAllBytes(files["refused.h5"], bytes);
            FluentActions.Invoking(() => Hdf5File.Open(files["refused.h5"])).Should().Throw<InvalidDataException>().WithMessage(message);
        }
    }

    [Fact]
    public void Nothing_leads_out_of_the_file()
    {
        using var file = Hdf5File.Open(files["odd.h5"]);
        FluentActions.Invoking(() => file.Dataset("away")).Should().Throw<ArgumentException>().WithMessage("*/away is a link into another file, which is never followed; open that file itself, not a dataset.*");
        FluentActions.Invoking(() => file.Dataset("soft")).Should().Throw<ArgumentException>().WithMessage("*/soft is a soft link, which is not followed, not a dataset. Its datasets: /group/y, *");
        FluentActions.Invoking(() => file.Dataset("loop")).Should().Throw<ArgumentException>().WithMessage("*soft link*");
        foreach (var name in new[] { "raw", "virtual" })
            FluentActions.Invoking(() => file.Dataset(name)).Should().Throw<InvalidDataException>().WithMessage($"*the values of /{name} lie in other files, which is never followed. Join them: `h5repack IN OUT`.");
    }

    [Fact]
    public void Values_that_cannot_be_read_say_why()
    {
        using var odd = Hdf5File.Open(files["odd.h5"]);
        FluentActions.Invoking(() => odd.Dataset("packed")).Should().Throw<InvalidDataException>().WithMessage("*/packed is packed with scaleoffset; gzip, lzf, shuffle and fletcher32*`h5repack -f SHUF -f GZIP=4 IN OUT`.");
        FluentActions.Invoking(() => odd.Dataset("huge").ReadAll<byte>()).Should().Throw<InvalidDataException>().WithMessage("*/huge announces 1048576 x 1048576 x 1048576 values, more than can be read*");
        FluentActions.Invoking(() => odd.Dataset("nothing")).Should().Throw<ArgumentException>().WithMessage("*has no /nothing. Its datasets: *");
        FluentActions.Invoking(() => odd.Dataset("group")).Should().Throw<ArgumentException>().WithMessage("*/group is a group, not a dataset.*");
        odd.Dataset("none").ReadAll<float>().Should().BeEmpty();

        using var types = Hdf5File.Open(files["types.h5"]);
        foreach (var (name, words) in new[] { ("text", "text"), ("bool", "enumerated"), ("pair", "compound") })
        {
            types.Dataset(name).Element.Should().BeNull();
            FluentActions.Invoking(() => types.Dataset(name).ReadAll<int>()).Should().Throw<InvalidDataException>().WithMessage($"*/{name} holds {words} values; only integers and floating-point numbers*");
        }
    }

    [Fact]
    public void What_came_from_a_closed_file_cannot_be_read()
    {
        var file = Hdf5File.Open(files["layouts.h5"]);
        var (chunked, contiguous) = (file.Dataset("plain"), file.Dataset("contiguous"));
        file.Dispose();
        file.Dispose();
        foreach (var read in new Action[] { () => chunked.ReadAll<int>(), () => contiguous.ReadAll<int>(), () => chunked.Attributes(), () => file.Attributes(), () => file.Dataset("gzip") })
            FluentActions.Invoking(read).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Damage_within_a_block_is_found()
    {
        var whole = File.ReadAllBytes(files["layouts.h5"]);
        using (var file = Hdf5File.Open(files["layouts.h5"]))
            file.Dataset("odd").ReadAll<int>().Should().HaveCount(840);
        // The blocks of `odd` are shuffled and checked but not packed: the first bytes of its first values lie side by side.
        var plane = Enumerable.Range(0, 3).Select(i => (byte)Hdf5Files.Value(i)).Concat(Enumerable.Range(4, 3).Select(i => (byte)Hdf5Files.Value(i))).ToArray();
        var at = whole.AsSpan().IndexOf(plane);
        at.Should().BePositive();
        whole[at] ^= 1;
        File.WriteAllBytes(files["damaged.h5"], whole);
        using var damaged = Hdf5File.Open(files["damaged.h5"]);
        FluentActions.Invoking(() => damaged.Dataset("odd").ReadAll<int>()).Should().Throw<InvalidDataException>().WithMessage("*damaged.h5: block * of /odd does not match its checksum; the file is damaged. Fetch it again.");
    }

    [Fact]
    public void A_missing_library_says_how_to_install_it()
    {
        FluentActions.Invoking(() => Hdf5Library.Load(files["libhdf5.so"])).Should().Throw<InvalidOperationException>()
            .WithMessage("SWINLSTM_HDF5 is '*libhdf5.so', and no library can be loaded from there.*apt-get install libhdf5-103-1*brew install hdf5*Windows*");
    }

    [Fact]
    public void Another_library_in_its_place_is_told()
    {
        var other = NativeLibrary.Load("libSystem.Native", typeof(object).Assembly, null);
        Hdf5Api.Version(other).Should().BeNull();
        NativeLibrary.Free(other);
    }

    [Fact]
    public void The_library_found_is_new_enough() => FluentActions.Invoking(() => Hdf5Library.Load(null)).Should().NotThrow("this machine has libhdf5");
}
