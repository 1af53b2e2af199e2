using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class MovingDigitsTests
{
    private static readonly DigitImages noise = Noise(50, 9, 11);

    private static DigitImages Noise(int count, int height, int width)
    {
        var random = new SampleRandom(1, 1);
        var pixels = new byte[count * height * width];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.NextInt32(256);
        return new(count, height, width, pixels);
    }

    private static byte[] Read(ISequenceDataset dataset, SampleId sample) => dataset.ReadSample(sample);

    [Theory]
    [InlineData(1, 20, 33)]
    [InlineData(3, 64, 40)]
    [InlineData(5, 9, 11)]
    public void A_sample_is_its_digits_on_their_trajectories_pixel_by_pixel(int digits, int height, int width)
    {
        var dataset = new MovingDigits(noise, new()
        {
            Digits = digits,
            Height = height,
            Width = width,
            StepLength = 0.17,
            InputFrames = 3,
            TargetFrames = 4,
            Seed = 8
        });
        for (var index = 0; index < 20; index++)
        {
            var expected = new byte[7 * height * width];
            var random = new SampleRandom(8, index);
            for (var digit = 0; digit < digits; digit++)
            {
                var image = noise[random.NextInt32(50)];
                var corners = new (int Top, int Left)[7];
                var (x, y, theta) = (random.NextDouble(), random.NextDouble(), random.NextDouble(0, Math.Tau));
                Trajectory.Walk(x, y, theta, 0.17, height - 9, width - 11, corners);
                for (var t = 0; t < 7; t++)
                    for (var row = 0; row < 9; row++)
                        for (var column = 0; column < 11; column++)
                        {
                            ref var pixel = ref expected[(t * height + corners[t].Top + row) * width + corners[t].Left + column];
                            pixel = Math.Max(pixel, image[row * 11 + column]);
                        }
            }
            Read(dataset, index).SequenceEqual(expected).Should().BeTrue("sample {0}", index);
        }
    }

    [Fact]
    public void The_same_index_is_the_same_sample_on_four_threads_in_any_order()
    {
        var dataset = new MovingDigits(noise, new() { Count = 1L << 40 });
        var once = Enumerable.Range(0, 40).Select(i => Read(dataset, i * 1_000_000_007L)).ToArray();
        Parallel.For(0, 160, new() { MaxDegreeOfParallelism = 4 }, n =>
        {
            var i = n * 37 % 40;
            Read(dataset, i * 1_000_000_007L).SequenceEqual(once[i]).Should().BeTrue();
        });
        once.Select(Convert.ToHexString).Should().OnlyHaveUniqueItems();
        Read(new MovingDigits(noise, new() { Seed = 1 }), 0).SequenceEqual(once[0]).Should().BeFalse();
    }

    [Fact]
    public void Splits_of_the_images_never_share_a_digit()
    {
        var pixels = new byte[30];
        for (var i = 0; i < 30; i++)
            pixels[i] = (byte)(i + 1); // image i is one pixel of its number
        var images = new DigitImages(30, 1, 1, pixels);
        IEnumerable<byte> Shown(DigitImages split) => Enumerable.Range(0, 300)
            .SelectMany(i => Read(new MovingDigits(split, new() { Height = 4, Width = 4 }), i)).Where(v => v > 0).Distinct().Order();
        Shown(images.Slice(0, 20)).Should().Equal(Enumerable.Range(1, 20).Select(i => (byte)i));
        Shown(images.Slice(20, 10)).Should().Equal(Enumerable.Range(21, 10).Select(i => (byte)i));
    }

    [Fact]
    public void Another_digit_size_resizes_the_images()
    {
        var options = new MovingDigitsOptions { Height = 20, Width = 20, Seed = 3 };
        Read(new MovingDigits(noise, options with { DigitSize = 5 }), 4)
            .Should().Equal(Read(new MovingDigits(noise.Resize(5, 5), options), 4));
    }

    [Fact]
    public void Each_pass_has_sequences_of_its_own_unless_asked_to_keep_them()
    {
        var (anew, kept) = (new MovingDigits(noise), new MovingDigits(noise, new() { NewEachEpoch = false }));
        Read(anew, new(5, 0)).Should().Equal(Read(kept, 5));
        Read(anew, new(5, 1)).Should().NotEqual(Read(anew, new(5, 0))).And.Equal(Read(anew, new(5, 1)));
        Read(kept, new(5, 1)).Should().Equal(Read(kept, 5));
        FluentActions.Invoking(() => Read(anew, new(5, -1))).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("Passes are counted from 0; -1 was asked for.*");
    }

    [Fact]
    public void All_broken_options_are_named_at_once()
    {
        var options = new MovingDigitsOptions
        {
            Digits = 0,
            Height = 8,
            Width = 10,
            StepLength = double.NaN,
            InputFrames = 0,
            TargetFrames = -1,
            Count = 0
        };
        FluentActions.Invoking(() => new MovingDigits(noise, options)).Should().Throw<ArgumentException>().WithMessage("""
            MovingDigitsOptions are invalid:
              Digits is 0; at least one must move.
              Height is 8, but a digit is 9 high; use a larger canvas or a smaller DigitSize.
              Width is 10, but a digit is 11 wide; use a larger canvas or a smaller DigitSize.
              StepLength is NaN; it is a part of the range, 0 or more.
              InputFrames is 0; at least one is needed.
              TargetFrames is -1; it is 0 (forecasting only) or more.
              Count is 0; at least one sequence is needed.*
            """);
        FluentActions.Invoking(() => new MovingDigits(noise, new() { DigitSize = 0 })).Should().Throw<ArgumentException>()
            .WithMessage("*DigitSize is 0*");
    }

    [Fact]
    public void Samples_that_are_not_there_and_spans_that_do_not_fit_are_refused()
    {
        var dataset = new MovingDigits(noise, new() { Count = 3 });
        FluentActions.Invoking(() => Read(dataset, 3)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The data set has samples 0 to 2; 3 was asked for.*");
        FluentActions.Invoking(() => dataset.Read(0, new float[5])).Should().Throw<ArgumentException>()
            .WithMessage("A sample (10 + 10 frames of 1 x 64 x 64) has 81920 values, but the span has 5.*");
    }

    [Fact]
    public void Pasting_takes_the_brighter_pixel_at_every_width()
    {
        var random = new SampleRandom(7, 7);
        for (var width = 1; width <= 70; width++)
        {
            var (canvas, image) = (new byte[5 * 80], new byte[3 * width]);
            foreach (var pixels in new[] { canvas, image })
                for (var i = 0; i < pixels.Length; i++)
                    pixels[i] = (byte)random.NextInt32(256);
            var (top, left) = (random.NextInt32(3), random.NextInt32(81 - width));
            var expected = (byte[])canvas.Clone();
            for (var i = 0; i < image.Length; i++)
            {
                ref var pixel = ref expected[(top + i / width) * 80 + left + i % width];
                pixel = Math.Max(pixel, image[i]);
            }
            Trajectory.Paste(canvas, 80, image, width, (top, left));
            canvas.Should().Equal(expected);
        }
    }
}
