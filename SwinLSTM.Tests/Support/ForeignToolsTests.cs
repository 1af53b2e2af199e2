using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public sealed class ForeignToolsTests
{
    [Fact]
    public void Python_has_numpy() =>
        ForeignTools.Python("import sys, numpy; print(numpy.arange(3).sum(), *sys.argv[1:])", "a b", "c").Trim().Should().Be("3 a b c");

    [Fact]
    public void Ffmpeg_and_ffprobe_run()
    {
        ForeignTools.Ffmpeg("-f", "lavfi", "-i", "color=white:size=2x2", "-frames:v", "1", "-f", "md5", "-").Should().StartWith("MD5=");
        ForeignTools.Ffprobe("-version").Should().StartWith("ffprobe version");
    }

    [Fact]
    public void What_fails_says_why()
    {
        FluentActions.Invoking(() => ForeignTools.Python("raise SystemExit('no such thing')")).Should().Throw<InvalidOperationException>().WithMessage("*ended with 1*no such thing*");
        FluentActions.Invoking(() => ForeignTools.Python("import no_such_module_at_all")).Should().Throw<InvalidOperationException>()
            .WithMessage("*No module named*'apt-get install ffmpeg python3-numpy' on Debian*");
    }
}
