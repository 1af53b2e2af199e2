using System.Buffers.Binary;
using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>What the build does to TorchSharp's native library: one flag where that is safe, and otherwise nothing.</summary>
public sealed class MendTests
{
    private static readonly ElfLibrary library = new();

    // Far above what any file takes; it is there so that an endless loop fails instead of hanging.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_library_of_the_package_gets_one_flag_and_keeps_every_other_bit()
    {
        var (file, mended) = (TorchSharpPackage.Library, Mended(TorchSharpPackage.Library));
        var changed = Enumerable.Range(0, file.Length).Where(i => mended[i] != file[i]).ToArray();
        changed.Should().ContainSingle();
        (file[changed[0]], mended[changed[0]]).Should().Be((0, 2));
        LeftAlone(mended).Should().BeNull("what is mended needs nothing more");
    }

    [Fact]
    public async Task The_loader_takes_the_mended_library_and_misses_no_version()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["libLibTorchSharp.so"], Mended(TorchSharpPackage.Library));
        using var process = Process.Start(new ProcessStartInfo("ldd", [folder["libLibTorchSharp.so"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(patience);
        // Of a version that may be missing it says "weak version `...' not found", of one that must not be "version `...' not found".
        (await output + await error).Should().Contain("libstdc++.so.6 => /").And.NotContain(": version `");
    }

    [Fact]
    public void The_build_of_these_tests_put_the_mended_library_beside_them() =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so")).AsSpan()
            .SequenceEqual(Mended(TorchSharpPackage.Library)).Should().BeTrue();

    [Fact]
    public void A_library_that_only_carries_the_marker_is_mended()
    {
        var file = library.Bytes();
        var before = file.ToArray();
        Mended(file).Should().Equal((library with { Needs = Asking(ElfLibrary.New, flags: 2) }).Bytes());
        file.Should().Equal(before, "the bytes passed in belong to the caller");
    }

    [Fact]
    public void Flags_that_stand_there_stay() =>
        Mended((library with { Needs = Asking(ElfLibrary.New, flags: 5) }).Bytes()).Should()
            .Equal((library with { Needs = Asking(ElfLibrary.New, flags: 7) }).Bytes());

    [Fact]
    public void Each_library_that_is_asked_for_the_version_is_mended()
    {
        ElfLibrary Both(ushort flags) => library with
        {
            Needs = [("liba.so", [(ElfLibrary.New, flags, 2)]), ("libb.so", [(ElfLibrary.Old, 0, 3), (ElfLibrary.New, flags, 4)])],
            Symbols = [("malloc", 3), (ElfLibrary.Marker, 2), (ElfLibrary.Marker, 4)],
            Relocations = [1],
        };
        Mended(Both(0).Bytes()).Should().Equal(Both(2).Bytes());
    }

    [Fact]
    public void A_version_that_no_symbol_has_is_mended()
    {
        ElfLibrary WithoutMarker(ushort flags) =>
            library with { Needs = Asking(ElfLibrary.New, flags), Symbols = [("malloc", 2)], Relocations = [1] };
        Mended(WithoutMarker(0).Bytes()).Should().Equal(WithoutMarker(2).Bytes());
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.30")]
    [InlineData("GLIBCXX_3.4.321")]
    [InlineData("GLIBCXX_3.4.3")]
    [InlineData("")]
    public void A_library_that_does_not_ask_for_the_version_is_left_alone(string version) =>
        LeftAlone((library with { Needs = Asking(version, flags: 0) }).Bytes()).Should().BeNull();

    [Fact]
    public void A_library_without_versions_is_left_alone() => LeftAlone((library with { Needs = [] }).Bytes()).Should().BeNull();

    [Theory]
    [InlineData(4)]
    [InlineData(0x8004)] // the bit that hides a symbol of that version from others
    public void A_second_symbol_of_the_version_forbids_it(int index) =>
        LeftAlone((library with { Symbols = [.. library.Symbols, ("_ZSt9new_thingv", (ushort)index)] }).Bytes()).Should()
            .Be("it calls _ZSt9new_thingv of GLIBCXX_3.4.32");

    [Fact]
    public void A_symbol_that_merely_begins_as_the_marker_does_forbids_it() =>
        LeftAlone((library with { Symbols = [(ElfLibrary.Marker + "i", 4)], Relocations = [] }).Bytes()).Should().StartWith("it calls ");

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(3, 1, 2)]
    [InlineData(1, 3, 3)]
    public void A_relocation_of_the_marker_forbids_it(params int[] symbols) =>
        LeftAlone((library with { Relocations = [.. symbols.Select(s => (uint)s)] }).Bytes()).Should()
            .Be($"it looks up {ElfLibrary.Marker} of GLIBCXX_3.4.32");

    [Theory]
    [InlineData(0, 'M')] // a program of DOS
    [InlineData(4, 1)] // 32 bits
    [InlineData(5, 2)] // big endian
    [InlineData(18, 183)] // ARM
    public void What_is_not_a_library_for_Linux_x64_is_refused(int at, int value)
    {
        var file = library.Bytes();
        file[at] = (byte)value;
        FluentActions.Invoking(() => LeftAlone(file)).Should().Throw<InvalidDataException>()
            .WithMessage("It is not an ELF library for Linux x64.");
    }

    [Fact]
    public void A_file_that_ends_early_is_refused()
    {
        var file = library.Bytes();
        for (var length = 0; length < file.Length; length++)
            FluentActions.Invoking(() => TorchSharpMend.Mend(file[..length], out _)).Should()
                .Throw<InvalidDataException>("{0} of {1} bytes", length, file.Length);
        foreach (var length in (int[])[0, 63, 64, 4_096, TorchSharpPackage.Library.Length / 2, TorchSharpPackage.Library.Length - 1])
            FluentActions.Invoking(() => TorchSharpMend.Mend(TorchSharpPackage.Library[..length], out _)).Should()
                .Throw<InvalidDataException>();
    }

    [Fact]
    public async Task Damaged_libraries_are_refused_or_judged()
    {
        var whole = library.Bytes();
        var verdicts = await Task.Run(() =>
            Enumerable.Range(0, 5_000).CountBy(seed => Judge(Mutations.Of(whole, seed, whole.Length))).ToDictionary()).WaitAsync(patience);
        verdicts.Keys.Should().BeEquivalentTo("mended", "left alone", "forbidden", "damaged");
        verdicts.Values.Should().OnlyContain(count => count > 20);
    }

    [Fact]
    public Task The_library_of_the_package_damaged_is_refused_or_judged() => JudgeDamaged(0, 50);

    [Fact]
    [Trait("Category", "Long")]
    public Task The_library_of_the_package_damaged_a_thousand_times_is_refused_or_judged() => JudgeDamaged(50, 1_000);

    [Fact]
    public async Task Tables_that_lie_over_each_other_do_not_take_for_ever()
    {
        // 60,000 headers, each of a table of relocations that is as long as the file.
        var file = library.Bytes();
        var start = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(0x28));
        byte[] header = [.. file[(int)(start + (5 * 64))..(int)(start + (6 * 64))]], padded = [.. file, .. new byte[60_000 * 64]];
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(0x18), 0);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(0x20), padded.Length);
        for (var i = 0; i < 60_000; i++) header.CopyTo(padded, file.Length + (64 * i));
        BinaryPrimitives.WriteUInt16LittleEndian(padded.AsSpan(0x3c), 60_008);
        await FluentActions.Awaiting(() => Task.Run(() => TorchSharpMend.Mend(padded, out _)).WaitAsync(patience)).Should()
            .ThrowAsync<InvalidDataException>();
    }

    [Fact]
    public async Task A_version_that_is_asked_for_over_and_over_does_not_take_for_ever()
    {
        var many = library with
        {
            Needs = [("libstdc++.so.6",
                [.. Enumerable.Range(0, 60_000).Select(i => (ElfLibrary.New, (ushort)0, (ushort)(1 + (i % 0x7ffe))))])],
            Symbols = [.. Enumerable.Repeat((ElfLibrary.Marker, (ushort)4), 60_000)],
            Relocations = [],
        };
        (await Task.Run(() => Mended(many.Bytes())).WaitAsync(patience)).Should().NotBeEmpty();
    }

    private static (string Library, (string Version, ushort Flags, ushort Index)[] Versions)[] Asking(string version, ushort flags) =>
        [library.Needs[0], ("libstdc++.so.6", [(ElfLibrary.Old, 0, 3), (version, flags, 4)])];

    private static byte[] Mended(byte[] file)
    {
        var mended = TorchSharpMend.Mend(file, out var refusal);
        refusal.Should().BeNull();
        return mended!;
    }

    private static string? LeftAlone(byte[] file)
    {
        TorchSharpMend.Mend(file, out var refusal).Should().BeNull();
        return refusal;
    }

    /// <summary>The package's library with numbers overwritten where tables and headers lie: at both of its ends.</summary>
    private static Task JudgeDamaged(int firstSeed, int endSeed) => Task.Run(() =>
    {
        for (var seed = firstSeed; seed < endSeed; seed++)
        {
            var random = new Random(seed);
            var file = TorchSharpPackage.Library.ToArray();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var at = random.Next(3) switch
                {
                    0 => random.Next(64),
                    1 => random.Next(file.Length / 4),
                    _ => file.Length - random.Next(8, 2_500),
                };
                file.AsSpan(at, random.Next(1, 9)).Fill((byte)(random.Next(3) switch { 0 => 0, 1 => 255, _ => random.Next(256) }));
            }

            Judge(file);
        }
    }).WaitAsync(patience);

    private static string Judge(byte[] file)
    {
        try
        {
            if (TorchSharpMend.Mend(file, out var refusal) is not { } mended) return refusal is null ? "left alone" : "forbidden";
            var changed = 0;
            for (var i = 0; i < file.Length; i++)
            {
                if (file[i] == mended[i]) continue;
                mended[i].Should().Be((byte)(file[i] | 2));
                changed++;
            }

            (mended.Length - file.Length, changed).Should().Match<(int Longer, int Changed)>(m => m.Longer == 0 && m.Changed > 0);
            return "mended";
        }
        catch (InvalidDataException)
        {
            return "damaged";
        }
    }
}
