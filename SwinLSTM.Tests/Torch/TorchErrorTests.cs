using System.Runtime.InteropServices;
using FluentAssertions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

public class TorchErrorTests
{
    public static TheoryData<Action, string> Native => new()
    {
        { () => ones(2, 3).mm(ones(2, 3)), "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)" },
        { () => Linear(2, 2).call(ones(1, 3)), "mat1 and mat2 shapes cannot be multiplied (1x3 and 2x2)" },
        { () => ones(6).view(4, 2), "shape '[4, 2]' is invalid for input of size 6" },
        { () => ones(6).reshape(4, 2), "shape '[4, 2]' is invalid for input of size 6" },
        { () => cat([ones(1, 3), ones(1, 2)]), "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 2 for tensor number 1 in the list." },
        { () => _ = ones(2)[5], "select(): index 5 out of range for tensor of size [2] at dimension 0" },
        { () => ones(2, 2).roll([1L], [0L, 1L]), "shifts and dimensions must align. shifts: 1, dims:2" },
        { () => _ = ones(2) + ones(3), "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0" },
        { () => ones(2).ToSingle(), "a Tensor with 2 elements cannot be converted to Scalar" },
    };

    [Theory]
    [MemberData(nameof(Native))]
    public void What_libtorch_refuses_is_an_ExternalException_with_its_message(Action refused, string message) =>
        refused.Should().Throw<ExternalException>().WithMessage(message + "*");

    public static TheoryData<Action, string> Arguments => new()
    {
        { () => ones(2).item<float>(), "Number of elements in the tensor must be 1" },
        { () => ones(1).item<int>(), "Int32 is not compatible with Float32" },
        { () => ones(1).data<double>(), "Double is not compatible with Float32" },
        { () => Conv2d(2, 1, 3).call(ones(1, 1, 4, 4)), "*2 channels*" },
        { () => cat(Array.Empty<Tensor>()), "*tensors*" },
        { () => tensor(new float[] { 1, 2, 3 }, [2, 2]), "*4*3*" },
        { () => functional.scaled_dot_product_attention(ones(1, 2, 2), ones(1, 2, 2), ones(1, 2, 2), ones(2, 2), is_casual: true), "*mask*" },
    };

    [Theory]
    [MemberData(nameof(Arguments))]
    public void What_is_refused_before_libtorch_is_an_ArgumentException(Action refused, string message) =>
        refused.Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void An_error_leaves_the_next_call_alone()
    {
        var x = ones(2, 3);
        x.Invoking(t => t.mm(t)).Should().Throw<ExternalException>();
        x.mm(x.t()).Floats().Should().Equal(3, 3, 3, 3);
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused()
    {
        if (cuda.is_available()) return;
        const string Message = "Torch device type CUDA did not initialise on the current machine.*";
        var x = ones(1);
        x.Invoking(t => t.to(new Device("cuda"))).Should().Throw<InvalidOperationException>().WithMessage(Message);
        x.Invoking(_ => device("cuda:0")).Should().Throw<InvalidOperationException>().WithMessage(Message);
        x.Invoking(_ => zeros(1, device: new Device("cuda"))).Should().Throw<InvalidOperationException>().WithMessage(Message);
        (cuda.device_count(), TryInitializeDeviceType(DeviceType.CUDA)).Should().Be((0, false));
    }
}
