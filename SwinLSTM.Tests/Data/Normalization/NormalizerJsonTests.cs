using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class NormalizerJsonTests
{
    private const string Letters = "0123456789.e-[]{}\",:\0\uD800";

    [Fact]
    public void Text_and_back_is_the_same_to_the_last_digit()
    {
        foreach (var normalizer in new[] { Normalizer.None, Normalizer.UnitRange(0, 255), Normalizer.PerChannel([Math.PI, -1e30, 1 / 3.0], [double.Epsilon + 1e-30, Math.E, 1e30]) })
            Normalizer.FromJson(normalizer.ToJson()).Should().Be(normalizer);
        Normalizer.UnitRange(0, 255).ToJson().Should().Be("""{"version":1,"offsets":[0],"scales":[255]}""");
    }

    [Theory]
    [InlineData("", "*This text is no normaliser: *")]
    [InlineData("null", "*it is null*")]
    [InlineData("[1]", "*")]
    [InlineData("{}", "*version*")]
    [InlineData("""{"version":2,"offsets":[0],"scales":[255]}""", "*it is of version 2; this library reads version 1*newer release*")]
    [InlineData("""{"version":1,"offsets":[0]}""", "*scales*")]
    [InlineData("""{"version":1,"offsets":[0],"scales":[0]}""", "*channel 0 has offset 0 and scale 0*")]
    [InlineData("""{"version":1,"offsets":[0,1],"scales":[1]}""", "*2 offsets and 1 scales*")]
    [InlineData("""{"version":1,"offsets":[],"scales":[]}""", "*0 offsets and 0 scales*")]
    [InlineData("""{"version":1,"offsets":[1e999],"scales":[1]}""", "*")]
    [InlineData("""{"version":1,"offsets":["NaN"],"scales":[1]}""", "*")]
    [InlineData("""{"version":1,"offsets":null,"scales":[1]}""", "*")]
    [InlineData("""{"version":1,"offsets":[0],"scales":[1],"mode":"log"}""", "*mode*")]
    [InlineData("""{"version":1,"version":1,"offsets":[0],"scales":[1]}""", "*")]
    [InlineData("""{"version":1,"offsets":[[[[[[0]]]]]],"scales":[1]}""", "*")]
    public void What_is_none_is_refused(string json, string message) =>
        FluentActions.Invoking(() => Normalizer.FromJson(json)).Should().Throw<InvalidDataException>().WithMessage(message).WithMessage("This text is no normaliser: *Use what Normalizer.ToJson wrote, whole*");

    [Fact]
    public void Endless_text_is_refused_unread() =>
        FluentActions.Invoking(() => Normalizer.FromJson(new string(' ', 2_000_000))).Should().Throw<InvalidDataException>().WithMessage("*it has 2000000 characters; at most 1048576 are read*");

    [Fact]
    public void Damaged_text_gives_a_normaliser_or_the_one_exception()
    {
        var whole = Normalizer.PerChannel([1.5, -2], [0.25, 30]).ToJson();
        var (random, read) = (new Random(1), 0);
        for (var trial = 0; trial < 10_000; trial++)
        {
            var text = whole.ToCharArray().ToList();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(4))
                {
                    case 0: text[at] = (char)random.Next(32, 127); break;
                    case 1: text.RemoveAt(at); break;
                    case 2: text.InsertRange(at, text.GetRange(at, Math.Min(5, text.Count - at))); break;
                    default: text.Insert(at, Letters[random.Next(Letters.Length)]); break;
                }
            }
            try
            {
                Normalizer.FromJson(string.Concat(text)).Scales.Should().OnlyContain(scale => scale > 0);
                read++;
            }
            catch (InvalidDataException)
            {
            }
        }
        read.Should().BeInRange(1, 9_000);
    }
}
