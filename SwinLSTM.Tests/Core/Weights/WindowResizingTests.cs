using FluentAssertions;
using Xunit;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

public class WindowResizingTests
{
    private static readonly SwinLstmOptions From = Variants.D with { Window = 4 };

    [Fact]
    public void Only_the_tables_of_stages_whose_window_changes_are_new()
    {
        using var scope = NewDisposeScope();
        using var file = new TensorFile(new Dictionary<string, string> { ["note"] = "kept" });
        // Grids of 8, 4, 2, 4 become 16, 8, 4, 8: only stage 2 grows, from 2 × 2 to 4 × 4.
        string table(int stage) => $"stages.{stage}.cell.blocks.blocks.0.attention.relative_position_bias_table";
        for (var stage = 0; stage < 4; stage++) file.Add(table(stage), Numbers.Random(stage, stage == 2 ? 9 : 49, 2));
        file.Add("embedding.proj.weight", Numbers.Random(9, 2, 3));
        file.Add("stages.2.cell.norm", Numbers.Random(10, 9, 2));
        using var resized = WindowResizing.Tables(file, From, From with { Frame = new(1, 32, 32) });
        resized.Names.Should().Equal(file.Names);
        resized.Metadata.Should().Contain("note", "kept");
        foreach (var name in file.Names.Where(n => n != table(2))) resized[name].ShouldEqual(file[name], name);
        resized[table(2)].ShouldEqual(RelativePositionBias.Resize(file[table(2)], 2, 4));
    }

    [Theory]
    [InlineData("stages.2.cell.relative_position_bias_table", 8, 2)]
    [InlineData("stages.9.cell.relative_position_bias_table", 9, 2)]
    [InlineData("stages.x.cell.relative_position_bias_table", 9, 2)]
    [InlineData("stages.99999999999.relative_position_bias_table", 9, 2)]
    public void What_is_no_table_of_the_network_goes_through(string name, long rows, long heads)
    {
        using var scope = NewDisposeScope();
        using var file = new TensorFile(new Dictionary<string, string>());
        file.Add(name, Numbers.Random(1, rows, heads));
        using var resized = WindowResizing.Tables(file, From, From with { Frame = new(1, 32, 32) });
        resized[name].ShouldEqual(file[name]);
    }
}
