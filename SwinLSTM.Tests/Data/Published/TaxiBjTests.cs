using System.Runtime.InteropServices;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public sealed class TaxiBjTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("f4", "stored")]
    [InlineData("f4", "packed")]
    [InlineData("f8", "stored")]
    public void Samples_are_the_windows_of_the_series_and_no_frame_is_in_two_parts(string type, string form)
    {
        TaxiBjFiles.Make(folder["dataset.npz"], type, form);
        var stored = File.ReadAllBytes(folder["dataset.npz.raw"]);
        var series = type == "f4" ? MemoryMarshal.Cast<byte, float>(stored).ToArray() : Array.ConvertAll(MemoryMarshal.Cast<byte, double>(stored).ToArray(), value => (float)value);
        using var taxi = TaxiBj.Open(folder["dataset.npz"]);
        var (train, validation, test) = taxi.Splits;
        foreach (var part in new[] { train, validation, test })
            part.Shape.Should().Be(new SequenceShape(4, 4, 2, 32, 32));
        (train.Count, validation.Count, test.Count).Should().Be((48, 5, 5), "5 are for test, so 5 of 60 for validation, and 7 between the two");

        var frame = train.Shape.Frame.Values;
        void Same(ISequenceDataset part, int first)
        {
            for (var i = 0; i < part.Count; i++)
                part.Floats(i).AsSpan().SequenceEqual(series.AsSpan((first + i) * frame, 8 * frame)).Should().BeTrue();
        }
        Same(train, 0);
        Same(validation, 55);
        Same(test, 70);
        train.Describe(3).Should().Be($"sample 3 of X_train of {folder["dataset.npz"]} and Y_train of {folder["dataset.npz"]}");
    }

    [Fact]
    public void Values_are_as_stored_and_the_normaliser_maps_them_to_0_to_1()
    {
        TaxiBjFiles.Make(folder["dataset.npz"]);
        using var taxi = TaxiBj.Open(folder["dataset.npz"]);
        using var scope = NewDisposeScope();
        var raw = taxi.Splits.Test.Floats(2);
        raw.Min().Should().BeLessThan(-0.9f);
        TaxiBj.Normalizer.Apply(taxi.Splits.Test.Batch([2]).Frames).reshape(-1).data<float>().ToArray().Should().Equal(raw.Select(x => (x + 1) / 2));
    }

    [Fact]
    public void The_cut_is_what_is_asked_for()
    {
        TaxiBjFiles.Make(folder["dataset.npz"]);
        using (var taxi = TaxiBj.Open(folder["dataset.npz"], new() { ValidationSamples = 20, Gap = 0 }))
            (taxi.Splits.Train.Count, taxi.Splits.Validation.Count).Should().Be((40, 20));
        FluentActions.Invoking(() => TaxiBj.Open(folder["dataset.npz"], new() { ValidationSamples = 55 })).Should().Throw<ArgumentException>()
            .WithMessage("*dataset.npz has 60 samples for training and validation; 55 for validation and 7 between the two leave 0 for training. Both parts need at least one, and Gap is 0 or more.*");
        FluentActions.Invoking(() => TaxiBj.Open(folder["dataset.npz"], new() { ValidationSamples = 0 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TaxiBj.Open(folder["dataset.npz"], new() { Gap = -1 })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Other_archives_are_refused()
    {
        void Refused(string arrays, string message)
        {
            ForeignTools.Python("import numpy as np, sys; np.savez(sys.argv[1], **eval(sys.argv[2]))", folder["other.npz"], $"dict({arrays})");
            FluentActions.Invoking(() => TaxiBj.Open(folder["other.npz"])).Should().Throw<InvalidDataException>().WithMessage(message);
        }
        Refused("X_train=np.zeros((9, 4, 2, 3, 3)), X_test=np.zeros((3, 4, 2, 3, 3))", "*other.npz has no Y_train; it has X_train, X_test. TaxiBJ has X_train, Y_train, X_test and Y_test.");
        const string rest = "X_test=np.zeros((3, 4, 2, 3, 3)), Y_test=np.zeros((3, 4, 2, 3, 3))";
        Refused($"X_train=np.zeros((9, 4, 2, 3, 3)), Y_train=np.zeros((8, 4, 2, 3, 3)), {rest}", "*other.npz is not laid out as TaxiBJ, (samples, frames, channels, rows, columns): Inputs and targets must be as many samples*");
        Refused($"X_train=np.zeros((9, 4, 2, 3)), Y_train=np.zeros((9, 4, 2, 3)), {rest}", "*is not laid out as TaxiBJ*has the shape (9, 4, 2, 3), but the layout 'NTCHW' names 5 axes.*");
        Refused($"X_train=np.zeros((9, 3, 2, 3, 3)), Y_train=np.zeros((9, 4, 2, 3, 3)), {rest}", "*other.npz has 3 + 4 frames of 2 x 3 x 3 for training, but 4 + 4 frames of 2 x 3 x 3 for test. Both must be alike.");
    }
}
