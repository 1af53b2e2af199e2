using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class NetworkPaddingTests
{
    [Fact]
    public void A_window_larger_than_the_grid_is_the_grid_as_window()
    {
        using var scope = NewDisposeScope();
        using SwinLstmNetwork large = (Variants.B with { Window = 16 }).Build(seed: 1), exact = (Variants.B with { Window = 4 }).Build(seed: 1);
        large.state_dict().Select(w => (w.Key, string.Join(',', w.Value.shape))).Should().Equal(exact.state_dict().Select(w => (w.Key, string.Join(',', w.Value.shape))));
        ShouldAgree(large, exact, Numbers.Random(1, 2, 1, 8, 8));
    }

    [Fact]
    public void Rows_below_a_frame_are_kept_out_of_its_attention()
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        // A grid of 6 × 4 in windows of 4 × 2: two rows of padding.
        var layout = WindowLayout.Of(new(6, 4), new(4, 2), shifted: false);
        using var tables = new WindowTables(layout);
        using var padded = new WindowAttention(tables, 4, 2, 0, 0).WithWeights(1);
        var tokens = Numbers.Random(1, 2, 24, 4);
        var result = GridPadding.Crop(padded.call(GridPadding.Pad(tokens, layout.Grid, layout.Padded), null), layout.Padded, layout.Grid);

        // The last two rows of the grid fill half of their windows: attention in windows of 2 × 2 over them alone, with the table resized.
        using var small = new WindowTables(WindowLayout.Of(new(2, 4), new(2, 2), shifted: false));
        small.Layout.Window.Should().Be(new WindowSize(2, 2));
        using var alone = new WindowAttention(small, 4, 2, 0, 0);
        foreach (var (name, weight) in alone.state_dict())
            weight.copy_(name == "relative_position_bias_table" ? RelativePositionBias.Resize(padded.state_dict()[name], new(4, 2), 2) : padded.state_dict()[name]);
        result.narrow(1, 16, 8).ShouldBeNear(alone.call(tokens.narrow(1, 16, 8).contiguous(), null), 1e-6);
    }

    [Fact]
    public void Where_nothing_is_padded_the_result_is_that_of_padding_by_zero()
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var layout = WindowLayout.Of(new(4, 4), 2, shifted: false);
        using var tables = new WindowTables(layout);
        using var attention = new WindowAttention(tables, 4, 2, 0, 0).WithWeights(1);
        var tokens = Numbers.Random(1, 2, 16, 4);
        var bias = attention.Bias();
        bias.size(0).Should().Be(1, "no mask is made where there is no padding");
        attention.call(tokens, null).ShouldEqual(attention.call(tokens, (bias + zeros(layout.Windows, 1, 4, 4)).contiguous()));
    }

    [Fact]
    public void What_lies_beyond_a_frame_does_not_reach_it()
    {
        using var scope = NewDisposeScope();
        // Patches pad with zeros, so a frame of 7 × 7 is the frame of 8 × 8 with zeros below and right.
        using SwinLstmNetwork ragged = (Variants.B with { Frame = new(1, 7, 7), Window = 4 }).Build(seed: 1), whole = (Variants.B with { Window = 4 }).Build(seed: 1);
        ragged.eval();
        whole.eval();
        using var constant = no_grad();
        var frame = Numbers.Random(1, 2, 1, 7, 7);
        var filled = nn.functional.pad(frame, [0, 1, 0, 1]);
        ragged.call(frame, null).Next.ShouldBeNear(whole.call(filled, null).Next.narrow(2, 0, 7).narrow(3, 0, 7), 1e-6);
    }

    private static void ShouldAgree(SwinLstmNetwork a, SwinLstmNetwork b, Tensor frame)
    {
        using var constant = no_grad();
        a.eval();
        b.eval();
        a.call(frame, null).Next.ShouldEqual(b.call(frame, null).Next);
    }
}
