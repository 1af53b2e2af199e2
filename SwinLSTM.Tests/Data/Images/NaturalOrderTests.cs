using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class NaturalOrderTests
{
    [Fact]
    public void Names_follow_as_people_count()
    {
        string[] names = ["", "1", "01", "2", "10", "99999999999999999999998", "99999999999999999999999", "a", "a 9", "a1b2", "a1b10", "a01c", "frame2.png", "frame10.png"];
        new Random(1).Shuffle(names);
        names.Order(NaturalOrder.Instance).Should().Equal("", "01", "1", "2", "10", "99999999999999999999998", "99999999999999999999999", "a", "a 9", "a1b2", "a1b10", "a01c",
            "frame2.png", "frame10.png");
    }

    [Fact]
    public void It_is_an_order()
    {
        var names = Gen.ArrayOf(Gen.Elements('0', '1', '2', 'a', 'b', '-')).Select(characters => new string([.. characters.Take(6)])).Three().ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(names, name =>
        {
            var (a, b, c) = name;
            var order = NaturalOrder.Instance;
            return Math.Sign(order.Compare(a, b)) == -Math.Sign(order.Compare(b, a))
                && (order.Compare(a, b) == 0) == (a == b)
                && (order.Compare(a, b) > 0 || order.Compare(b, c) > 0 || order.Compare(a, c) <= 0);
        }));
    }
}
