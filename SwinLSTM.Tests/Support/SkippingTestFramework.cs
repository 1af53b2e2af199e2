using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("SwinLSTM.Tests.SkippingTestFramework", "SwinLSTM.Tests")]

namespace SwinLSTM.Tests;

/// <summary>Skips tests that need a program that this machine lacks, wherever they, or what they share, find out.</summary>
public sealed class SkippingTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics) : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new SkippingSink(executionMessageSink), executionOptions);
    }

    internal sealed class SkippingSink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message)
        {
            // What a shared fixture throws comes wrapped, one entry for each layer.
            if (message is ITestFailed failed && Array.IndexOf(failed.ExceptionTypes, typeof(MissingToolException).FullName) is >= 0 and var layer)
                message = new TestSkipped(failed.Test, failed.Messages[layer]);
            return inner.OnMessage(message);
        }
    }
}
