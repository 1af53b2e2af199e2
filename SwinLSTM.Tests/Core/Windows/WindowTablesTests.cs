using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowTablesTests
{
    [Fact]
    public void The_bias_is_positions_plus_mask_in_the_tables_type()
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(new(5, 4), 2, shifted: true);
        using var tables = new WindowTables(layout);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
        {
            var table = Numbers.Random(1, 9, 3).to(type);
            var bias = tables.Bias(table);
            bias.dtype.Should().Be(type);
            bias.shape.Should().Equal(layout.Windows, 3, 4, 4);
            var positions = RelativePositionBias.Lookup(table, RelativePositionBias.Index(2)).unsqueeze(0);
            bias.ShouldEqual((positions + WindowShift.Mask(layout)!.unsqueeze(1).to(type)).contiguous());
        }
    }

    [Fact]
    public void Without_a_mask_there_is_one_bias_for_all_windows()
    {
        using var scope = NewDisposeScope();
        using var tables = new WindowTables(WindowLayout.Of(new(4, 4), 2, shifted: false));
        tables.Bias(Numbers.Random(1, 9, 3)).shape.Should().Equal(1, 3, 4, 4);
    }

    [Fact]
    public void Constants_outlive_the_scope_and_the_modes_that_made_them()
    {
        using var tables = new WindowTables(WindowLayout.Of(new(5, 4), 2, shifted: true));
        using var table = Numbers.Random(1, 9, 2);
        using (NewDisposeScope())
        using (inference_mode())
            tables.Bias(table);
        using var scope = NewDisposeScope();
        var learned = table.alias().requires_grad_(true);
        tables.Bias(learned).exp().sum().backward();
        Numbers.Of(learned.grad!.abs().sum()).Single().Should().BeGreaterThan(0);
    }
}
