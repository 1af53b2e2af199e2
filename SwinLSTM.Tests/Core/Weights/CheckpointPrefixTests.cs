using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class CheckpointPrefixTests
{
    [Theory]
    [InlineData("a.weight b.bias", "", "a.weight b.bias")]
    [InlineData("module.a module.b", "module.", "a b")]
    [InlineData("model.a model.b", "model.", "a b")]
    [InlineData("module.model.a module.model.b", "module.model.", "a b")]
    [InlineData("model.module.a model.module.b", "model.module.", "a b")]
    [InlineData("module._orig_mod.a", "module._orig_mod.", "a")]
    [InlineData("module.a b", "", "module.a b")]
    [InlineData("module.a module.model.b", "module.", "a model.b")]
    [InlineData("module.module.a", "module.", "module.a")]
    [InlineData("module. module.a", "", "module. module.a")]
    [InlineData("modules.a", "", "modules.a")]
    public void The_shared_chain_is_found_and_stripped(string names, string chain, string stripped)
    {
        CheckpointPrefix.Find(names.Split(' ')).Should().Be(chain);
        CheckpointPrefix.Strip(names.Split(' ')).Should().Equal(stripped.Split(' '));
    }

    [Fact]
    public void No_names_have_no_prefix()
    {
        CheckpointPrefix.Find([]).Should().BeEmpty();
        CheckpointPrefix.Strip([]).Should().BeEmpty();
    }
}
