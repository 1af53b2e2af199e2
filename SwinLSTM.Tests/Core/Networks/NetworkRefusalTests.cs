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
        using var network = Variants.B.Build();
        void refused(Tensor frame, string message) =>
            network.Invoking(n => n.call(frame, null)).Should().Throw<ArgumentException>().WithMessage(message)
                .WithParameterName(nameof(frame));

        refused(zeros(2, 3, 64, 64),
            "frame is [2, 3, 64, 64]; this module was built for 1 channel. Expected [batch, 1, height, width], no axis empty.*");
        refused(zeros(1, 64, 64), "frame is [1, 64, 64]; *");
        refused(zeros([2, 4, 1, 64, 64]), "frame is [2, 4, 1, 64, 64]; *");
        refused(zeros(0, 1, 64, 64), "frame is [0, 1, 64, 64]; *");
        refused(zeros(2, 1, 64, 0), "frame is [2, 1, 64, 0]; *");
        refused(zeros(2, 1, 64, 64, ScalarType.Float64),
            "frame is Float64; the weights are Float32. Convert one: frame.to(ScalarType.Float32), *");
        refused(zeros(2, 1, 64, 64, ScalarType.Byte),
            "frame is Byte; *frame.to(ScalarType.Float32).div_(255) for pictures, or forecast with a ForecastModel*");
    }

    [Fact]
    public void States()
    {
        using var scope = NewDisposeScope();
        using SwinLstmNetwork d = Variants.D.Build(), b = Variants.B.Build();
        var state = b.call(zeros(1, 1, 8, 8), null).State;
        d.Invoking(n => n.call(zeros(1, 1, 16, 16), state)).Should().Throw<ArgumentException>().WithParameterName("state")
            .WithMessage("state holds 1 cells; this network has 4. Pass a state that this network returned, or null to begin.*");
        b.Invoking(n => n.call(zeros(1, 1, 16, 16), state)).Should().Throw<ArgumentException>().WithParameterName("state")
            .WithMessage(
                "state is [1, 4, 4, 8]; a state goes with inputs of one size; pass null to begin with another. Expected [1, 8, 8, 8].*");
        b.Invoking(n => n.call(zeros(2, 1, 8, 8), state)).Should().Throw<ArgumentException>()
            .WithMessage("state is [1, 4, 4, 8]; *Expected [2, 4, 4, 8]*");
    }
}
