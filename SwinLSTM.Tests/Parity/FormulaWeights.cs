using System.Text.Json;
using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Weights by the formula in a case's config (<c>formula</c>, or <c>weights.formula</c>), so that large cases need no large files.</summary>
/// <remarks>An <see cref="Formula"/> over i (flat index of the entry), p (ordinal of the parameter in the config's list) and n (entries of the parameter).</remarks>
internal sealed class FormulaWeights(Formula formula)
{
    private static readonly string[] IndexNames = ["i", "k", "idx", "index"], OrdinalNames = ["p", "j", "ordinal", "param"], CountNames = ["n", "numel", "size", "count"];

    public static FormulaWeights? Of(JsonElement config)
    {
        if (config.TryGetProperty("formula", out var text)
            || (config.TryGetProperty("weights", out var weights) && weights.ValueKind == JsonValueKind.Object && weights.TryGetProperty("formula", out text)))
            return new(new Formula(text.GetString()!));
        return null;
    }

    public Tensor Make(int ordinal, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        var variables = new Dictionary<string, double>();
        foreach (var name in OrdinalNames) variables[name] = ordinal;
        foreach (var name in CountNames) variables[name] = values.Length;
        for (var i = 0; i < values.Length; i++)
        {
            foreach (var name in IndexNames) variables[name] = i;
            values[i] = (float)formula.At(variables);
        }

        return tensor(values, shape);
    }
}
