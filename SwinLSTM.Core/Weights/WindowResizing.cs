namespace SwinLSTM;

/// <summary>Weights for another frame size: all stay as they are but the position tables of stages whose window shrinks or grows with the grid.</summary>
internal static class WindowResizing
{
    /// <summary>The tensors of a network for other options that differ only in the frame's size.</summary>
    public static TensorFile Tables(TensorFile file, SwinLstmOptions from, SwinLstmOptions to)
    {
        var windows = StageLayout.Of(from).Zip(StageLayout.Of(to), (a, b) => (From: a.Window(from), To: b.Window(to))).ToList();
        var resized = new TensorFile(file.Metadata);
        foreach (var name in file.Names)
        {
            var tensor = file[name];
            resized.Add(name, Stage(name) is { } stage && stage < windows.Count && windows[stage] is var (a, b) && a != b && tensor.dim() == 2 && tensor.size(0) == a.Offsets
                ? RelativePositionBias.Resize(tensor, a, b)
                : tensor.alias());
        }

        return resized;
    }

    private static int? Stage(string name) =>
        name.StartsWith("stages.", StringComparison.Ordinal) && name.EndsWith(".relative_position_bias_table", StringComparison.Ordinal) && int.TryParse(name.Split('.')[1], out var stage)
            ? stage
            : null;
}
