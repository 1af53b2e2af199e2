using FluentAssertions;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

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
        FluentActions.Invoking(() => ForeignTools.Python("raise SystemExit('no such thing')")).Should().Throw<InvalidOperationException>()
            .WithMessage("*ended with 1*no such thing*");
        FluentActions.Invoking(() => ForeignTools.Python("import no_such_module_at_all")).Should().Throw<MissingToolException>()
            .WithMessage("ModuleNotFoundError: No module named*'apt-get install ffmpeg python3-numpy openmpi-bin chromium' on Debian*");
    }

    [Fact]
    public void A_test_that_lacks_a_tool_is_skipped_and_one_that_fails_is_not()
    {
        var assembly = new TestAssembly(Reflector.Wrap(GetType().Assembly));
        var type = new TestClass(new TestCollection(assembly, null, ""), Reflector.Wrap(GetType()));
        var method = new TestMethod(type, type.Class.GetMethods(false).First());
        var test = new XunitTest(
            new XunitTestCase(new Xunit.Sdk.NullMessageSink(), TestMethodDisplay.Method, TestMethodDisplayOptions.None, method), "");
        var seen = new List<IMessageSinkMessage>();
        var sink = new SkippingTestFramework.SkippingSink(new Recorder(seen));
        sink.OnMessage(new TestFailed(test, 0, "", new MissingToolException("No ffmpeg.")));
        sink.OnMessage(new TestFailed(test, 0, "", new TestClassException("a fixture", new MissingToolException("No h5py."))));
        sink.OnMessage(new TestFailed(test, 0, "", new InvalidOperationException("Wrong.")));
        seen.OfType<TestSkipped>().Select(skipped => skipped.Reason).Should().Equal(ForeignTools.Hint, ForeignTools.Hint);
        seen.OfType<TestFailed>().Should().ContainSingle().Which.Messages.Should().Equal("Wrong.");
    }

    private sealed class Recorder(List<IMessageSinkMessage> seen) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message)
        {
            seen.Add(message);
            return true;
        }
    }
}
