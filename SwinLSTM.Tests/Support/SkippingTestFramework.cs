using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("SwinLSTM.Tests.SkippingTestFramework", "SwinLSTM.Tests")]

namespace SwinLSTM.Tests;

/// <summary>Skips tests that need a program that this machine lacks, wherever they, or what they share, find out.</summary>
public sealed class SkippingTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new SkippingSink(executionMessageSink), executionOptions);
    }

    internal sealed class SkippingSink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) =>
            inner.OnMessage(message is ITestFailed failed && Lacks(failed) ? new TestSkipped(failed.Test, ForeignTools.Hint) : message);

        // What a shared fixture throws comes wrapped, and what an assertion met instead of its own exception is in its words.
        private static bool Lacks(ITestFailed failed)
        {
            string[] words = [.. failed.ExceptionTypes, .. failed.Messages];
            return words.Any(word => word.Contains(nameof(MissingToolException), StringComparison.Ordinal))
                || (words.Any(word => word.Contains("ffmpeg", StringComparison.Ordinal)) && !ForeignTools.HasFfmpeg);
        }
    }
}
