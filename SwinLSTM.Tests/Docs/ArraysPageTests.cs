using System.IO.Compression;
using FluentAssertions;
using Readme;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>The lines of docs/data.md about arrays, run.</summary>
public sealed class ArraysPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public ArraysPageTests() => Environment.CurrentDirectory = folder[""];

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void What_is_in_memory()
    {
        var data = ArraysPage.Memory(rand([40, 2, 4, 4]), rand([40, 1, 4, 4]).gt(0.5), rand([3, 4, 1, 2, 2]), rand([3, 2, 1, 2, 2]),
            new float[40 * 2 * 32 * 32]);
        data.Select(d => d.Count).Should().Equal(21, 5, 21, 3, 1);
        data[4].Shape.Should().Be(new SequenceShape(30, 10, 2, 32, 32));
        data.Select(one => one.ReadChecked(0, new float[one.Shape.Values])).Should().Equal(false, false, true, false, false);
    }

    [Fact]
    public void NumPy_files()
    {
        NpyFile.Write("radar.npy", zeros([30, 8, 9, 2], ScalarType.Int16));
        NpyFile.Write("clips.npy", zeros([20, 5, 8, 8], ScalarType.Byte));
        NpyFile.Write("X.npy", zeros([4, 3, 1, 5, 5]));
        NpyFile.Write("Y.npy", zeros([4, 2, 1, 5, 5]));
        using (var zip = ZipFile.Open("pairs.npz", ZipArchiveMode.Create))
            foreach (var name in new[] { "X.npy", "Y.npy" })
                zip.CreateEntryFromFile(name, name);
        var used = false;
        ArraysPage.Numpy(ones(3, 4), (radar, clips) =>
        {
            (radar.Length, radar.Frame).Should().Be((30, new Data.FrameShape(2, 8, 9)));
            clips.Select(c => c.Count).Should().Equal(5, 4);
            clips[1].Shape.Should().Be(new SequenceShape(3, 2, 1, 5, 5));
            used = true;
        });
        used.Should().BeTrue();
        NpyFile.ReadTensor("forecast.npy").ShouldEqual(ones(3, 4));
    }

    [Fact]
    public void Moving_digits()
    {
        Directory.CreateDirectory("moving_mnist");
        using (var packed = new GZipStream(File.Create("moving_mnist/train-images-idx3-ubyte.gz"), CompressionLevel.Fastest))
        {
            packed.Write([0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 2, 0, 0, 0, 2]); // 60,000 digits of 2 x 2
            packed.Write(new byte[60_000 * 4]);
        }
        NpyFile.Write("moving_mnist/mnist_test_seq.npy", zeros([20, 3, 64, 64], ScalarType.Byte));
        var data = ArraysPage.MovingDigits();
        data.Select(d => d.Count).Should().Equal(10_000, 3_000, 3, 10_000, 10_000);
    }

    [Fact]
    public void TaxiBJ()
    {
        File.Copy(DatasetFiles.At("taxibj/stored.npz"), "dataset.npz");
        var counts = new List<long>();
        ArraysPage.TaxiBeijing(SwinLstmOptions.B.Build(), (splits, model) =>
        {
            counts.AddRange([splits.Train.Count, splits.Validation.Count, splits.Test.Count]);
            model.Normalizer.Should().Be(TaxiBj.Normalizer);
        });
        counts.Should().Equal(48, 5, 5);
    }

    [Fact]
    public void KittiCaltech()
    {
        Directory.CreateDirectory("kitticaltech_npy");
        KittiCaltechFiles.Make("kitticaltech_npy", "train", 80);
        KittiCaltechFiles.Make("kitticaltech_npy", "test", 40);
        var counts = new List<long>();
        ArraysPage.Driving(splits => counts.AddRange([splits.Train.Count, splits.Validation.Count, splits.Test.Count]));
        counts.Should().Equal(6, 1, 3);
    }
}
