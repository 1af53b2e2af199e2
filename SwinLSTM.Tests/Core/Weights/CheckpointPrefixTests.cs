using FluentAssertions;
using Xunit;

namespace SwinLSTM.Tests;

public class CheckpointPrefixTests
{
    [Theory]
    [InlineData("a.weight b.bias", "a.weight b.bias")]
    [InlineData("module.a module.b", "a b")]
    [InlineData("model.a model.b", "a b")]
    [InlineData("module.model.a module.model.b", "a b")]
    [InlineData("model.module.a model.module.b", "a b")]
    [InlineData("module._orig_mod.a", "a")]
    [InlineData("module.a b", "module.a b")]
    [InlineData("module.a module.model.b", "a model.b")]
    [InlineData("module.module.a", "a")]
    [InlineData("module. module.a", "module. module.a")]
    [InlineData("modules.a", "modules.a")]
    public void The_prefixes_that_all_names_share_are_stripped(string names, string stripped) =>
        names.Split(' ').Select(name => name[OfficialOptions.SharedPrefix(names.Split(' '))..]).Should().Equal(stripped.Split(' '));

    [Fact]
    public void No_names_have_no_prefix() => OfficialOptions.SharedPrefix([]).Should().Be(0);
}
