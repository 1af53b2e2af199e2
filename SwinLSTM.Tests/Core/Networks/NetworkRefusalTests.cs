using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class NetworkRefusalTests
{
    [Fact]
    public void Frames()
    {
        using var scope = NewDisposeScope();
        using var network = (Variants.B with { Frame = new(1, 64, 64) }).Build();
        void refused(Tensor frame, string message) =>
            network.Invoking(n => n.call(frame, null)).Should().Throw<ArgumentException>().WithMessage(message).WithParameterName(nameof(frame));

        refused(zeros(2, 1, 60, 60), "frame is [2, 1, 60, 60]; this network was built for frames of 1 channel, 64 × 64. Expected [batch, 1, 64, 64], no axis empty.*");
        refused(zeros(2, 3, 64, 64), "frame is [2, 3, 64, 64]; *");
        refused(zeros(1, 64, 64), "frame is [1, 64, 64]; *");
        refused(zeros([2, 4, 1, 64, 64]), "frame is [2, 4, 1, 64, 64]; *");
        refused(zeros(0, 1, 64, 64), "frame is [0, 1, 64, 64]; *");
        refused(zeros(2, 1, 64, 64, ScalarType.Float64), "frame is Float64; the weights are Float32. Convert one: frame.to(ScalarType.Float32), or the module with .to(ScalarType.Float64).*");
    }

    [Fact]
    public void States()
    {
        using var scope = NewDisposeScope();
        using SwinLstmNetwork d = Variants.D.Build(), b = Variants.B.Build(), large = (Variants.B with { Frame = new(1, 16, 16) }).Build();
        Tensor frame = zeros(1, 1, 8, 8), big = zeros(1, 1, 16, 16);
        var state = b.call(frame, null).State;
        d.Invoking(n => n.call(big, state)).Should().Throw<ArgumentException>()
            .WithMessage("state holds 1 cells; this network has 4. Pass a state that this network returned, or null to begin.*").WithParameterName("state");
        large.Invoking(n => n.call(big, state)).Should().Throw<ArgumentException>()
            .WithMessage("state is [1, 16, 8]; it must have the tokens' shape. Expected [1, 64, 8], no axis empty.*").WithParameterName("state");
        b.Invoking(n => n.call(zeros(2, 1, 8, 8), state)).Should().Throw<ArgumentException>().WithMessage("state is [1, 16, 8]; *Expected [2, 16, 8]*");
    }
}
