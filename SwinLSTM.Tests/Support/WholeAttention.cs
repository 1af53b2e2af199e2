using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Window attention over a whole grid <c>[B, h, w, D]</c>: shifted, all rows of windows at once, shifted back.</summary>
internal sealed class WholeAttention(WindowAttention module, WindowSize window, bool shifted) : IDisposable
{
    public WindowAttention Module { get; } = module;

    public Tensor Call(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var layout = WindowLayout.Of(TokenGrid.Of(tokens), window, shifted);
        return scope.MoveToOuter(WindowShift.Unshift(Module.call(WindowShift.Shift(tokens, layout), WindowRows.All(layout)), layout));
    }

    public void Dispose() => Module.Dispose();
}
