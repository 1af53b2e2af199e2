using System.Text.Json;
using FluentAssertions;
using SwinLSTM.Data;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>A moving-digits case to the byte: every corner of every trajectory, and every pixel of every frame.</summary>
[Trait("Category", "Parity")]
public sealed class MovingDigitsParity
{
    [Theory]
    [InlineData("moving_digits")]
    public void Shipped_case_agrees(string name) => Check(FixtureTensors.CaseFolder(name));

    internal static void Check(string caseFolder)
    {
        var config = FixtureTensors.Config(caseFolder);
        config.EnumerateObject().Select(entry => entry.Name).Should()
            .BeSubsetOf(["kind", "canvas", "digit", "step", "frames", "objects", "note"], "an unknown key is an unchecked number");
        var tensors = FixtureTensors.Read(caseFolder);
        var (digitShape, frameShape) = (tensors.Shape("digits"), tensors.Shape("frames"));
        var (digitHeight, digitWidth) = ((int)digitShape[^2], (int)digitShape[^1]);
        var (height, width) = ((int)frameShape[^2], (int)frameShape[^1]);
        Sides(config.GetProperty("canvas")).Should().Be((height, width));
        Sides(config.GetProperty("digit")).Should().Be((digitHeight, digitWidth));
        var frameCount = config.GetProperty("frames").GetInt32();
        frameShape[0].Should().Be(frameCount);
        config.GetProperty("objects").GetArrayLength().Should().Be((int)digitShape[0]);

        var frames = new byte[frameCount * height * width];
        var corners = new (int Top, int Left)[frameCount];
        foreach (var (i, start) in config.GetProperty("objects").EnumerateArray().Index())
        {
            Trajectory.Walk(start.GetProperty("x").GetDouble(), start.GetProperty("y").GetDouble(), start.GetProperty("theta").GetDouble(),
                config.GetProperty("step").GetDouble(), height - digitHeight, width - digitWidth, corners);
            corners.Select(corner => corner.Top).Should().Equal(Integers(start, "top"));
            corners.Select(corner => corner.Left).Should().Equal(Integers(start, "left"));

            var digit = tensors.Bytes("digits").AsSpan(i * digitHeight * digitWidth, digitHeight * digitWidth);
            for (var t = 0; t < frameCount; t++)
                Trajectory.Paste(frames.AsSpan(t * height * width, height * width), width, digit, digitWidth, corners[t]);
        }
        frames.SequenceEqual(tensors.Bytes("frames")).Should().BeTrue("the frames agree to the byte");
    }

    private static IEnumerable<int> Integers(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(number => number.GetInt32());

    /// <summary>One number is a square; two are height and width.</summary>
    private static (int Height, int Width) Sides(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? (element[0].GetInt32(), element[1].GetInt32())
        : (element.GetInt32(), element.GetInt32());
}
