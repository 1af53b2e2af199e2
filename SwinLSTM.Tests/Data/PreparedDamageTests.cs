using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class PreparedDamageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("prepared");

    private string Path => System.IO.Path.Combine(folder.FullName, "frames.npz");

    public void Dispose() => folder.Delete(recursive: true);

    private byte[] Valid(FrameFormat format)
    {
        PreparedFrames.Write(Path, [new CountedSeries("a", 3, format, 1), new CountedSeries("b", 2, format, 2)], new() { Source = "x", Overwrite = true });
        return File.ReadAllBytes(Path);
    }

    private void Refused(byte[] file, string message)
    {
        File.WriteAllBytes(Path, file);
        FluentActions.Invoking(() => PreparedFrames.Open(Path)).Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void What_is_no_prepared_file_is_refused_with_a_reason()
    {
        var file = Valid(new(1, 2, 2));
        Refused([], "*frames.npz does not begin as prepared frames do. Make such a file with PreparedFrames.Write or 'swinlstm prepare'.");
        Refused([.. "PK"u8, .. new byte[200]], "*does not begin as prepared frames do.*");
        Refused(file[..^1], "*bytes; 5 frames of 1 x 2 x 2 Byte and what belongs to them are * Prepare it again.");
        Refused([.. file, 0], "*bytes; 5 frames of *");
        Refused(file[..100], "*announces a description of * bytes, but has only 100 in all.*");
        Refused(With(file, "\"version\":1", "\"version\":2"), "*is a prepared file of version 2; this program reads version 1. *");
        Refused(With(file, "\"height\":2", "\"height\":0"), "*is of frames that cannot be: height must be at least 1*");
        Refused(With(file, "\"element\":\"Byte\"", "\"element\":\"Bool\""), "*is of frames that cannot be: *Bool was given*");
        Refused(With(file, "\"element\":\"Byte\"", "\"element\":\"Wine\""), "*names the element type 'Wine'*");
        Refused(With(file, "\"frames\":3", "\"frames\":0"), "*each at least one frame*");
        Refused(With(file, "\"clips\"", "\"slips\""), "*is no description of prepared frames*");
        Refused(With(file, "[{", "[["), "*is no description of prepared frames*");
    }

    [Fact]
    public void Every_single_byte_outside_the_values_is_checked()
    {
        foreach (var masked in new[] { false, true })
        {
            var file = Valid(new(1, 2, 2, ScalarType.Int16, masked));
            var (accepted, values) = (0, 5 * 4 * (masked ? 3 : 2));
            for (var at = 0; at < file.Length; at++)
            {
                if (file[at] is 0x20 && at % 61 != 0)
                    continue; // padding, of which a part will do
                file[at] ^= 0x10;
                accepted += Opens(file) ? 1 : 0;
                file[at] ^= 0x10;
            }
            accepted.Should().Be(values, "only the values have no header that they must agree with");
        }
    }

    [Fact]
    public void Values_that_changed_are_found_when_asked_for()
    {
        foreach (var masked in new[] { false, true })
        {
            var file = Valid(new(1, 2, 2, ScalarType.Int16, masked));
            file[file.AsSpan().IndexOf(new CountedSeries("b", 2, new(1, 2, 2, ScalarType.Int16), 2).All())] ^= 1;
            File.WriteAllBytes(Path, file);
            using var prepared = PreparedFrames.Open(Path);
            FluentActions.Invoking(() => prepared.Verify()).Should().Throw<InvalidDataException>().WithMessage("The values in *frames.npz are not those that were written*");
        }
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else() => Damage(200);

    [Fact]
    [Trait("Category", "Long")]
    public void Ten_thousand_damaged_files_are_read_or_refused_and_nothing_else() => Damage(10_000);

    private void Damage(int trials)
    {
        byte[][] originals = [Valid(new(1, 2, 2)), Valid(new(2, 1, 2, ScalarType.Float32, masked: true))];
        var (read, refused, most) = (0, 0, 0L);
        for (var trial = 0; trial < trials; trial++)
        {
            var file = Damaged(originals[trial % 2], new(11, trial));
            File.WriteAllBytes(Path, file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var prepared = PreparedFrames.Open(Path);
                foreach (var series in prepared.Series)
                    series.Read(new(0, (int)series.Length), new byte[series.Length * series.Format.Bytes], new byte[series.Format.Masked ? series.Length * series.Format.Values : 0]);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        (read + refused).Should().Be(trials);
        read.Should().BeGreaterThan(trials / 1000);
        refused.Should().BeGreaterThan(trials * 8 / 10);
        most.Should().BeLessThan(1 << 20);
    }

    private static byte[] Damaged(byte[] original, SampleRandom random)
    {
        // Most headers are padding; the damage goes where something is written.
        int[] written = [.. Enumerable.Range(0, original.Length).Where(i => original[i] is not 0 and not 0x20)];
        var file = original.ToList();
        for (var change = random.NextInt32(3); change >= 0; change--)
        {
            var at = Math.Min(written[random.NextInt32(written.Length)], file.Count - 1);
            switch (random.NextInt32(6))
            {
                case 0: file[at] ^= (byte)(1 << random.NextInt32(8)); break;
                case 1: file[at] = (byte)random.NextInt32(256); break;
                case 2: file.InsertRange(at, file.GetRange(at, Math.Min(random.NextInt32(9) + 1, file.Count - at))); break;
                case 3: file.RemoveRange(at, Math.Min(random.NextInt32(9) + 1, file.Count - at - 1)); break;
                case 4: file = file[..(random.NextInt32(file.Count) + 1)]; break;
                default:
                    for (var i = at; i < Math.Min(at + 8, file.Count); i++) file[i] = 0xFF; // a length, blown up
                    break;
            }
        }
        return [.. file];
    }

    private static byte[] With(byte[] file, string from, string to)
    {
        // Lengths stay as they are: the description itself is read before its checksum is compared.
        var changed = (byte[])file.Clone();
        System.Text.Encoding.UTF8.GetBytes(to).CopyTo(changed, changed.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(from)));
        return changed;
    }

    private bool Opens(byte[] file)
    {
        File.WriteAllBytes(Path, file);
        try
        {
            PreparedFrames.Open(Path).Dispose();
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
