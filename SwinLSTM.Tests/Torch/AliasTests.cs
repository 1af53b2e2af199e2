using FluentAssertions;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SwinLSTM.Tests;

// Whether an operation gives the same object, a new object on the same memory, or new memory.
public class AliasTests
{
    private readonly Tensor x = zeros(2, 2);

    [Fact]
    public void In_place_operations_give_the_same_object() =>
        new[] { x.add_(1), x.mul_(x), x.sigmoid_(), x.copy_(ones(2)), x.fill_(0), x.requires_grad_() }.Should().OnlyContain(t => ReferenceEquals(t, x));

    public static TheoryData<Func<Tensor, Tensor>> Views => new()
    {
        t => t.alias(), t => Identity().call(t), t => functional.dropout(t, 0.5, training: false), t => t.to(float32), t => t.contiguous(),
        t => t.view(4), t => t.permute(1, 0), t => t.detach(), t => t[1], t => t[.., 1..], t => t.expand(3, 2, 2),
        t => t.zero_(), t => functional.relu(t, inplace: true),
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Views_are_new_objects_on_the_same_memory(Func<Tensor, Tensor> take)
    {
        var view = take(x);
        ReferenceEquals(view, x).Should().BeFalse();
        x.fill_(2);
        view.sum().item<float>().Should().Be(2 * view.numel());
    }

    public static TheoryData<Func<Tensor, Tensor>> Copies => new()
    {
        t => t.clone(), t => t.to(float32, copy: true), t => t + 0, t => t.t().contiguous(), t => t[tensor(new long[] { 0, 1 })],
    };

    [Theory]
    [MemberData(nameof(Copies))]
    public void Copies_have_memory_of_their_own(Func<Tensor, Tensor> take)
    {
        var copy = take(x);
        x.fill_(2);
        copy.sum().item<float>().Should().Be(0);
    }

    [Fact]
    public void To_disposes_its_tensor_when_asked()
    {
        var wide = x.to(float64, disposeAfter: true);
        (x.IsInvalid, wide.dtype).Should().Be((true, ScalarType.Float64));
    }
}
