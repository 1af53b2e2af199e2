using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>The noisy variants of Moving MNIST: what is hidden is hidden in the input only, and the rest is what it was.</summary>
public class NoisyDigitsTests
{
    private static readonly DigitImages white = White();

    private static DigitImages White()
    {
        var pixels = new byte[28 * 28];
        Array.Fill(pixels, (byte)200);
        return new(1, 28, 28, pixels);
    }

    private static MovingDigitsOptions Clean => new() { Seed = 11, Digits = 40 }; // so many that most of the canvas is white

    private static (byte[][] Clean, byte[][] Noisy) Frames(MovingDigitsOptions options, long index)
    {
        byte[][] Read(MovingDigitsOptions o) => [.. new MovingDigits(white, o).ReadSample(index).Chunk(64 * 64)];
        return (Read(options with { HiddenSquare = 0, MissingFrames = 0, DirectionNoise = 0 }), Read(options));
    }

    [Fact]
    public void A_square_hides_a_part_of_each_input_frame_and_of_no_target()
    {
        var corners = new HashSet<(int, int)>();
        for (var index = 0; index < 60; index++)
        {
            var (clean, noisy) = Frames(Clean with { HiddenSquare = 24 }, index);
            for (var t = 0; t < 20; t++)
            {
                int[] changed = [.. Enumerable.Range(0, 64 * 64).Where(i => clean[t][i] != noisy[t][i])];
                if (t >= 10)
                {
                    Assert.Empty(changed);
                    continue;
                }
                var (top, left) = (changed.Min(i => i / 64), changed.Min(i => i % 64));
                Assert.All(changed, i => Assert.True(noisy[t][i] == 0 && i / 64 < top + 24 && i % 64 < left + 24));
                if (changed.Length == 24 * 24)
                    corners.Add((top, left));
            }
        }
        corners.Should().HaveCountGreaterThan(150);
        corners.Select(corner => corner.Item1).Should().OnlyContain(row => row < 40, "OpenSTL's draw leaves the last place out");
    }

    [Fact]
    public void Whole_input_frames_are_missing_as_often_as_asked_for()
    {
        var missing = 0;
        for (var index = 0; index < 200; index++)
        {
            var (clean, noisy) = Frames(Clean with { MissingFrames = 0.2 }, index);
            for (var t = 0; t < 20; t++)
            {
                var black = !noisy[t].AsSpan().ContainsAnyExcept((byte)0);
                missing += black ? 1 : 0;
                Assert.True(black && t < 10 || noisy[t].AsSpan().SequenceEqual(clean[t]));
            }
        }
        missing.Should().BeInRange(340, 460); // of 2000: four standard deviations around 400
    }

    [Fact]
    public void Disturbed_directions_leave_the_path_and_the_target_goes_on_straight()
    {
        var off = new List<double>();
        for (var trial = 0; trial < 2000; trial++)
        {
            var random = new SampleRandom(3, trial);
            var disturbance = new (double Y, double X)[3];
            foreach (ref var one in disturbance.AsSpan())
                one = (0.2 * random.NextNormal(), 0.2 * random.NextNormal());
            var (straight, bent) = (new (int Top, int Left)[8], new (int Top, int Left)[8]);
            var theta = random.NextDouble(0, Math.Tau);
            Trajectory.Walk(0.5, 0.5, theta, 0.02, 1_000_000, 1_000_000, straight);
            Trajectory.Walk(0.5, 0.5, theta, 0.02, 1_000_000, 1_000_000, bent, disturbance);
            for (var t = 0; t < 8; t++)
            {
                var (y, x) = (0.0, 0.0);
                foreach (var (offY, offX) in disturbance.Take(t + 1))
                    (y, x) = (y + 0.02 * offY, x + 0.02 * offX);
                Assert.InRange(bent[t].Top - straight[t].Top - (1e6 * y), -2, 2);
                Assert.InRange(bent[t].Left - straight[t].Left - (1e6 * x), -2, 2);
            }
            off.Add((bent[0].Top - straight[0].Top) / 0.02e6);
        }
        Math.Sqrt(off.Average(v => v * v)).Should().BeApproximately(0.2, 0.015);
    }

    [Fact]
    public void A_reflection_turns_the_disturbance_round_too()
    {
        var corners = new (int Top, int Left)[4];
        // Right at the border after the first frame; from then on to the left, at (1 + 0.5) times the step in the third frame.
        Trajectory.Walk(0.95, 0.5, 0, 0.1, 1000, 1000, corners, [(0, 0), (0, 0), (0, 0.5)]);
        corners.Select(corner => corner.Left).Should().Equal(1000, 900, 750, 650);
    }

    [Fact]
    public void Disturbed_samples_are_the_same_on_any_thread_and_differ_from_clean_ones()
    {
        var dataset = new MovingDigits(white, new() { DirectionNoise = 0.2, HiddenSquare = 24, MissingFrames = 0.2, Seed = 3, Digits = 1 });
        var once = Enumerable.Range(0, 20).Select(i => dataset.ReadSample(i)).ToArray();
        Parallel.For(0, 80, new() { MaxDegreeOfParallelism = 4 }, n =>
            dataset.ReadSample(n % 20).SequenceEqual(once[n % 20]).Should().BeTrue());
        var plain = new MovingDigits(white, new() { DirectionNoise = 0.2, Seed = 3, Digits = 1 });
        var (clean, noisy) = (new MovingDigits(white, new() { Seed = 3, Digits = 1 }), 0);
        for (var i = 0; i < 20; i++)
            noisy += plain.ReadSample(i).SequenceEqual(clean.ReadSample(i)) ? 0 : 1;
        noisy.Should().Be(20);
    }

    [Fact]
    public void Broken_noise_is_refused()
    {
        var broken = new MovingDigitsOptions { HiddenSquare = 65, MissingFrames = 1.5, DirectionNoise = -1 };
        FluentActions.Invoking(() => new MovingDigits(white, broken)).Should().Throw<ArgumentException>().WithMessage("""
            MovingDigitsOptions are invalid:
              HiddenSquare is 65; it is 0 (none) to 64, the smaller side of the canvas.
              MissingFrames is 1.5; it is a probability, 0 to 1.
              DirectionNoise is -1; it is a standard deviation, 0 or more.*
            """);
        FluentActions.Invoking(() => new MovingDigits(white, new() { MissingFrames = double.NaN })).Should().Throw<ArgumentException>();
        new MovingDigits(white, new() { HiddenSquare = 64, MissingFrames = 1 }).ReadSample(0).AsSpan(0, 10 * 4096)
            .ContainsAnyExcept((byte)0).Should().BeFalse();
    }
}
