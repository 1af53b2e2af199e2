using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class ShuffleTests
{
    public static TheoryData<long> Counts() => [1, 2, 3, 4, 5, 7, 15, 16, 17, 63, 64, 65, 100, 255, 256, 257, 1_000, 4_096, 10_007];

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_pass_takes_every_sample_once(long count)
    {
        foreach (var (seed, pass) in new[] { (0UL, 0L), (0UL, 1L), (7UL, 0L), (ulong.MaxValue, 123_456_789L) })
            Order(count, seed, pass).Order().Should().Equal(Range(count), $"seed {seed}, pass {pass}");
    }

    [Fact]
    public void Passes_and_seeds_have_orders_of_their_own()
    {
        var orders = new[] { (0UL, 0L), (0UL, 1L), (0UL, 2L), (1UL, 0L), (2UL, 0L), (1UL, 1L) }.Select(o => Order(1_000, o.Item1, o.Item2))
            .Append([.. Range(1_000)]).ToList();
        for (var i = 0; i < orders.Count; i++)
            for (var j = 0; j < i; j++)
                // Two random orders of a thousand agree in one place on average.
                orders[i].Zip(orders[j]).Count(pair => pair.First == pair.Second).Should().BeLessThan(12, $"orders {i} and {j}");
    }

    [Fact]
    public void The_order_is_the_same_every_time() => Order(1_000, 5, 3).Should().Equal(Order(1_000, 5, 3));

    [Fact]
    public void Halves_of_a_pass_are_alike()
    {
        // The mean of 500 of 0..999 without replacement is 499.5 with a standard deviation of 9.1.
        Order(1_000, 3, 0).Take(500).Average().Should().BeApproximately(499.5, 40);
    }

    [Fact]
    public void Endless_data_sets_need_no_memory()
    {
        const long count = long.MaxValue / 4;
        var taken = Enumerable.Range(0, 10_000).Select(position => Shuffle.At(position, count, 1, 0)).ToList();
        taken.Should().OnlyContain(index => index >= 0 && index < count).And.OnlyHaveUniqueItems();
        taken.Average(index => (double)index).Should().BeApproximately(count / 2.0, count / 2.0 * 0.05);
    }

    private static long[] Order(long count, ulong seed, long pass) =>
        [.. Range(count).Select(position => Shuffle.At(position, count, seed, pass))];

    private static IEnumerable<long> Range(long count) => Enumerable.Range(0, (int)count).Select(i => (long)i);
}
