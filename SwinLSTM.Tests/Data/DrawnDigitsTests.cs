using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class DrawnDigitsTests
{
    [Fact]
    public void The_same_seed_draws_the_same_images_and_another_draws_others()
    {
        var (once, again, other) = (DrawnDigits.Make(60, seed: 1), DrawnDigits.Make(40, seed: 1), DrawnDigits.Make(40, seed: 2));
        for (var i = 0; i < 40; i++)
        {
            once[i].SequenceEqual(again[i]).Should().BeTrue();
            once[i].SequenceEqual(other[i]).Should().BeFalse();
        }
        Enumerable.Range(0, 60).Select(i => Convert.ToHexString(once[i])).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void They_have_the_statistics_of_scanned_digits()
    {
        const int Count = 1000;
        var images = DrawnDigits.Make(Count);
        double ink = 0, offCentre = 0, highest = 0;
        for (var i = 0; i < Count; i++)
        {
            double mass = 0, x = 0, y = 0;
            int top = 28, bottom = -1, left = 28, right = -1;
            for (var p = 0; p < 784; p++)
            {
                var light = images[i][p] / 255.0;
                (mass, x, y) = (mass + light, x + light * (p % 28), y + light * (p / 28));
                if (images[i][p] > 40)
                    (top, bottom, left, right) = (Math.Min(top, p / 28), Math.Max(bottom, p / 28), Math.Min(left, p % 28),
                        Math.Max(right, p % 28));
            }
            ink += mass / 784 / Count;
            offCentre = Math.Max(offCentre, Math.Max(Math.Abs(x / mass - 13.5), Math.Abs(y / mass - 13.5)));
            highest += (double)Math.Max(bottom - top + 1, right - left + 1) / Count;
        }
        ink.Should().BeApproximately(0.1325, 0.01);
        offCentre.Should().BeLessThan(1.5);
        highest.Should().BeApproximately(20, 1);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(14)]
    public void Each_digit_is_nearest_to_others_of_its_kind(int size)
    {
        var (known, asked) = (DrawnDigits.Make(400, size, seed: 1), DrawnDigits.Make(100, size, seed: 2));
        Enumerable.Range(0, 100).Count(i => Enumerable.Range(0, 400).MinBy(k => Distance(known[k], asked[i])) % 10 == i % 10)
            .Should().BeGreaterThan(85, "of 100");

        static int Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
        {
            var distance = 0;
            for (var p = 0; p < a.Length; p++)
                distance += (a[p] - b[p]) * (a[p] - b[p]);
            return distance;
        }
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        FluentActions.Invoking(() => DrawnDigits.Make(1, size: 6)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
