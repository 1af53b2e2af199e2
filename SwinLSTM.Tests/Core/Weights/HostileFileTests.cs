using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Files damaged at random, from fixed seeds: each is read or refused by the one exception, within bounds that its length
/// sets.</summary>
public class HostileFileTests
{
    // Far above what any of the files takes; it is there so that an endless loop fails instead of hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Damaged_safetensors_are_read_or_refused() => Safetensors_are_read_or_refused(0, 100);

    [Fact]
    [Trait("Category", "Long")]
    public Task Thousands_of_damaged_safetensors_are_read_or_refused() => Safetensors_are_read_or_refused(100, 5000);

    [Fact]
    public Task Damaged_checkpoints_are_read_or_refused() => Checkpoints_are_read_or_refused(0, 100);

    [Fact]
    [Trait("Category", "Long")]
    public Task Thousands_of_damaged_checkpoints_are_read_or_refused() => Checkpoints_are_read_or_refused(100, 5000);

    private static Task Safetensors_are_read_or_refused(int first, int count)
    {
        var whole = WholeSafetensors();
        return EachAsync(first, count, seed => SwinLSTM.Tests.Damage.To(whole, seed), path => Safetensors.Read(path));
    }

    private static Task Checkpoints_are_read_or_refused(int first, int count)
    {
        (string Key, byte[] Content)[] storages = [("0", HandmadeCheckpoint.Floats(40)), ("1", new byte[24])];
        byte[][] pickles = [WholePickle(2), WholePickle(4)];
        return EachAsync(first, count, seed =>
        {
            var random = new Random(seed);
            var pickle = pickles[random.Next(2)];
            return random.Next(3) == 0
                ? Damage(HandmadeCheckpoint.Zip(pickle, storages), random)
                : HandmadeCheckpoint.Zip(Damage(pickle, random), storages);
        }, TorchCheckpoint.Read);
    }

    private static async Task EachAsync(int first, int count, Func<int, byte[]> damaged, Func<string, TensorFile> read)
    {
        using var folder = new WeightFolder();
        var successes = 0;
        foreach (var seed in Enumerable.Range(first, count))
        {
            var file = damaged(seed);
            var path = folder.Put("damaged", file);
            // A task of its own: the bytes that a thread allocates are counted.
            successes += await Task.Run(() => Measure(path, file.Length, read, seed)).WaitAsync(Patience) ? 1 : 0;
        }

        successes.Should().BeInRange(count / 20, count / 2, "some damage lies in the values, most breaks a rule");
    }

    private static bool Measure(string path, int length, Func<string, TensorFile> read, int seed)
    {
        long tensors = Tensor.TotalCount, managed = GC.GetAllocatedBytesForCurrentThread();
        bool success = true;
        try
        {
            using TensorFile file = read(path);
            file.Names.Sum(name => file[name].NumberOfElements * file[name].element_size())
                .Should().BeLessThanOrEqualTo(8L * length, "seed {0}", seed);
        }
        catch (InvalidDataException e)
        {
            success = false;
            e.Message.Should().StartWith($"'{path}': ", "seed {0}", seed);
        }

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(tensors, "seed {0}", seed);
        (GC.GetAllocatedBytesForCurrentThread() - managed).Should().BeLessThan(1_000_000 + 100L * length, "seed {0}", seed);
        return success;
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = new List<byte>(whole);
        for (int times = random.Next(1, 3); times > 0; times--)
        {
            int at = random.Next(bytes.Count - 8);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, random.Next(1, 8))); break;
                case 3: bytes.RemoveRange(at, random.Next(1, 8)); break;
                case 4: bytes.RemoveRange(Math.Max(at, 16), bytes.Count - Math.Max(at, 16)); break;
                default: Overwrite(bytes, at, random); break;
            }
        }

        return [.. bytes];
    }

    private static void Overwrite(List<byte> bytes, int at, Random random)
    {
        long[] numbers = [0, -1, 1, 255, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 32, bytes.Count];
        byte[] number = BitConverter.GetBytes(numbers[random.Next(numbers.Length)]);
        for (int i = 0; i < random.Next(1, 9) && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    private static byte[] WholeSafetensors()
    {
        using var stream = new MemoryStream();
        using var scope = NewDisposeScope();
        Safetensors.Write(stream, WeightTensors.Types.Select((type, i) =>
            ($"layer.{i}.weight", WeightTensors.OfBytes(type.Type, [3, i], new byte[3 * i * type.Bytes]))),
            new Dictionary<string, string> { ["a"] = "b" });
        return stream.ToArray();
    }

    private static byte[] WholePickle(int protocol)
    {
        var p = new PickleWriter(protocol);
        p.Op('}').Items(() => p.Text("epoch"), () => p.Int(3), () => p.Text("model"), () => p.OrderedDict().Items(
            () => p.Text("a"), () => p.Tensor("FloatStorage", "0", 40, 0, [5, 8], [8, 1]),
            () => p.Text("b"), () => p.Tensor("FloatStorage", "0", 40, 3, [4, 2], [1, 5]),
            () => p.Text("c"), () => p.Tensor("LongStorage", "1", 3, 0, [3], [1])));
        return p.Finish();
    }
}
