using Xunit;

namespace SwinLSTM.Tests;

/// <summary>A test that needs the program ffmpeg; where it is missing the test is skipped, and says so.</summary>
public sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute() => Skip = FfmpegTheoryAttribute.Reason;
}

/// <inheritdoc cref="FfmpegFactAttribute"/>
public sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> reason = new(() =>
    {
        try
        {
            ForeignTools.Ffmpeg("-version");
            return null;
        }
        catch (InvalidOperationException missing)
        {
            return $"Videos are decoded by ffmpeg, which does not run here ('apt-get install ffmpeg' on Debian): {missing.Message}";
        }
    });

    public FfmpegTheoryAttribute() => Skip = Reason;

    internal static string? Reason => reason.Value;
}
