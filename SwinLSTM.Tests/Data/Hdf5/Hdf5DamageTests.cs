using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>Damaged files: 10,000 of them, of the older and the newer kind, with names of axes and with texts in a heap.</summary>
public sealed class Hdf5DamageTests(Hdf5Files files) : IClassFixture<Hdf5Files>
{
    [Theory]
    [InlineData("old.h5")]
    [InlineData("new.h5")]
    [InlineData("names.nc")]
    [InlineData("heap.h5")]
    public void Damaged_files_are_read_or_refused_and_nothing_else(string name) => Damage(name, 100);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("old.h5")]
    [InlineData("new.h5")]
    [InlineData("names.nc")]
    [InlineData("heap.h5")]
    public void Thousands_of_damaged_files_are_read_or_refused_and_nothing_else(string name) => Damage(name, 2500);

    private void Damage(string name, int trials)
    {
        var whole = File.ReadAllBytes(files[name]);
        var (read, refused) = (0, 0);
        for (ulong trial = 0; trial < (ulong)trials; trial++)
        {
            // A new name each time, as libhdf5 knows open files by their places on the disk.
            File.WriteAllBytes(files["damaged"], Damaged(whole, trial));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadEverything(files["damaged"]);
                read++;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                refused++;
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20, $"trial {trial} of {name}");
        }
        read.Should().BeGreaterThan(trials / 25);
        refused.Should().BeGreaterThan(trials / 5);
    }

    private static void ReadEverything(string path)
    {
        using var file = NetCdfFile.Open(path);
        file.Hdf5.Attributes();
        foreach (var variable in file.Variables)
            if (variable.Dataset.Element is not null && variable.Shape.Aggregate(1.0, (a, b) => a * b) < 1 << 20)
                variable.ReadAll();
    }

    private static byte[] Damaged(byte[] whole, ulong trial)
    {
        long[] numbers = [0, 1, -1, 1L << 31, long.MaxValue, 1L << 40];
        var random = new SampleRandom(77, (long)trial);
        var bytes = whole.ToList();
        for (var change = random.NextInt32(3); change >= 0; change--)
        {
            var at = random.NextInt32(bytes.Count - 8);
            switch (random.NextInt32(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.NextInt32(8)); break;
                case 1: bytes[at] = (byte)random.NextInt32(256); break;
                case 2 when random.NextInt32(3) == 0: bytes.RemoveRange(at + 8, bytes.Count - at - 8); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.NextInt32(bytes.Count - 8), 1 + random.NextInt32(8))); break;
                case 4: bytes.RemoveRange(at, 1 + random.NextInt32(7)); break;
                default: // a length or an address blown up
                    var number = BitConverter.GetBytes(numbers[random.NextInt32(numbers.Length)]);
                    for (var i = 0; i < 1 << random.NextInt32(4); i++)
                        bytes[at + i] = number[i];
                    break;
            }
            if (bytes.Count < 32)
                break;
        }
        return [.. bytes];
    }
}
