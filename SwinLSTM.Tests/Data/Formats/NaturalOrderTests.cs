using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public class NaturalOrderTests
{
    [Fact]
    public void Names_follow_as_people_count()
    {
        string[] names = ["", "1", "01", "2", "10", "99999999999999999999998", "99999999999999999999999", "a", "a 9", "a1b2", "a1b10",
            "a01c", "frame2.png", "frame10.png"];
        new Random(1).Shuffle(names);
        names.Order(NaturalOrder.Instance).Should().Equal("", "01", "1", "2", "10", "99999999999999999999998", "99999999999999999999999",
            "a", "a 9", "a1b2", "a1b10", "a01c",
            "frame2.png", "frame10.png");
    }

    [Fact]
    public void It_is_an_order()
    {
        static string Name(ref SampleRandom random)
        {
            var name = "";
            for (var left = random.NextInt32(6); left > 0; left--)
                name += "012ab-"[random.NextInt32(6)];
            return name;
        }

        var order = NaturalOrder.Instance;
        for (var trial = 0; trial < 5000; trial++)
        {
            var random = new SampleRandom(3, trial);
            var (a, b, c) = (Name(ref random), Name(ref random), Name(ref random));
            Math.Sign(order.Compare(a, b)).Should().Be(-Math.Sign(order.Compare(b, a)));
            (order.Compare(a, b) == 0).Should().Be(a == b);
            (order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0 && order.Compare(a, c) > 0).Should()
                .BeFalse("'{0}', '{1}', '{2}'", a, b, c);
        }
    }
}
