using FluentAssertions;

namespace SwinLSTM.Tests;

internal static class Refusal
{
    /// <summary>The code must throw an <see cref="ArgumentException"/>, or a kind of it, with this message (* is any text).</summary>
    public static void Of(Action code, string message) => code.Should().Throw<ArgumentException>().WithMessage(message);
}
