using System.Reflection;
using FluentAssertions;
using SwinLSTM.Metrics;
using SwinLSTM.Training;
using TorchSharp;
using Xunit;

namespace SwinLSTM.Tests;

/// <summary>TorchSharp keeps no reference to a number that libtorch still reads; ours are kept (Common/Numbers.cs).</summary>
public class NumbersTests
{
    private const BindingFlags All =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    [Theory]
    [InlineData(typeof(SwinLstmCell))]
    [InlineData(typeof(MetricSet))]
    [InlineData(typeof(TrainingRun))]
    public void Every_number_that_libtorch_reads_is_held(Type oneOfTheAssembly)
    {
        var methods = oneOfTheAssembly.Assembly.GetTypes().Where(type => type.Name != "Numbers").SelectMany(type => type.GetMembers(All))
            .OfType<MethodBase>().ToList();
        methods.SelectMany(Called, (method, called) => (method, called)).Where(call => MakesANumber(call.called))
            .Select(call => $"{call.method.DeclaringType}.{call.method.Name} calls {call.called}").Should()
            .BeEmpty("numbers go through Number(...), sums through Plus");
    }

    [Fact]
    public void The_rule_tells_what_makes_a_number()
    {
        Called(((Delegate)Careless).Method).Where(MakesANumber).Should().HaveCount(4);
        Called(((Delegate)Careful).Method).Where(MakesANumber).Should().BeEmpty();

        static torch.Tensor Careless(torch.Tensor x) => (x + x).mul(0.5).add_(x) * 2;
        static torch.Tensor Careful(torch.Tensor x, Scalar half) => x.mul(half).sub(x);
    }

    // Sums have a factor of 1, and operators with a plain number a Scalar, that TorchSharp makes itself.
    private static bool MakesANumber(MethodBase called)
    {
        Type[] parameters = [.. called.GetParameters().Select(parameter => parameter.ParameterType)];
        return called.DeclaringType == typeof(Scalar) ? called.Name == "op_Implicit"
            : called.DeclaringType == typeof(torch.Tensor) && ((called.Name is "add" or "add_" && parameters.Length == 1)
                || (called.Name.StartsWith("op_", StringComparison.Ordinal) && parameters.Length == 2
                    && (called.Name == "op_Addition" || parameters.Any(type => type.IsPrimitive))));
    }

    // Reads the calls of TorchSharp off the bytes: an operation code, and the number of what is called.
    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        const byte Call = 0x28, CallVirtual = 0x6F;
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i < code.Length - 4; i++)
            if (code[i] is Call or CallVirtual && Find(BitConverter.ToInt32(code, i + 1)) is { } called) yield return called;

        MethodBase? Find(int number)
        {
            try
            {
                return method.Module.ResolveMethod(number, method.DeclaringType!.GetGenericArguments(),
                    method.IsGenericMethod ? method.GetGenericArguments() : null) is { } found && found.Module == typeof(torch).Module
                    ? found : null;
            }
            catch (ArgumentException)
            {
                return null; // four other bytes behind such a byte
            }
        }
    }
}
