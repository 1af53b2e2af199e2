using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class SampleRandomTests
{
    // Computed by a second implementation, in another language, from the definition in the documentation.
    [Theory]
    [InlineData(0UL, 0L, 0x99ec5f36cb75f2b4UL, 0xbf6e1f784956452aUL, 0x1a5f849d4933e6e0UL)]
    [InlineData(1234UL, 7L, 0x1e601fdbeed38a33UL, 0x20d534f82b74c0bcUL, 0xf86aa32819909925UL)]
    [InlineData(ulong.MaxValue, 1L << 40, 0x300d875186c1b59eUL, 0xce1cba7bc0bed902UL, 0x19dd88835a111c33UL)]
    public void The_stream_is_fixed_for_good(ulong seed, long index, ulong first, ulong second, ulong third)
    {
        var random = new SampleRandom(seed, index);
        new[] { random.NextUInt64(), random.NextUInt64(), random.NextUInt64() }.Should().Equal(first, second, third);
    }

    [Fact]
    public void Numbers_have_the_moments_of_their_distributions()
    {
        double sum = 0, squares = 0, normal = 0, normalSquares = 0, lowest = 9, highest = 0;
        var dice = new int[6];
        const int Draws = 60_000;
        for (var i = 0; i < Draws; i++)
        {
            var random = new SampleRandom(5, i); // a stream each: neighbouring indices must not resemble each other
            var u = random.NextDouble(2, 4);
            (lowest, highest) = (Math.Min(lowest, u), Math.Max(highest, u));
            var n = random.NextNormal();
            (sum, squares, normal, normalSquares) = (sum + u, squares + u * u, normal + n, normalSquares + n * n);
            dice[random.NextInt32(6)]++;
        }
        lowest.Should().BeInRange(2, 2.001);
        highest.Should().BeInRange(3.999, 4);
        (sum / Draws).Should().BeApproximately(3, 0.01);
        (squares / Draws - sum / Draws * (sum / Draws)).Should().BeApproximately(4.0 / 12, 0.01);
        (normal / Draws).Should().BeApproximately(0, 0.02);
        (normalSquares / Draws).Should().BeApproximately(1, 0.03);
        dice.Should().OnlyContain(count => Math.Abs(count - Draws / 6) < 500);
    }
}
