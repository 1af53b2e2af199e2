using static TorchSharp.torch;

namespace SwinLSTM.Tests;

/// <summary>Window attention by nested loops: every query, every key of its window, every channel of every head.</summary>
internal static class NaiveAttention
{
    /// <summary>softmax(q kᵀ / √d + bias) v of one query and head.</summary>
    public static double[] Attend(double[] query, double[][] keys, double[][] values, Func<int, double> bias)
    {
        var scores = keys.Select((key, j) => (query.Zip(key, (a, b) => a * b).Sum() / Math.Sqrt(query.Length)) + bias(j)).ToArray();
        var highest = scores.Max();
        var weights = scores.Select(s => Math.Exp(s - highest)).ToArray();
        return [.. Enumerable.Range(0, query.Length).Select(c => weights.Zip(values, (w, v) => w * v[c]).Sum() / weights.Sum())];
    }

    /// <summary>The whole of <see cref="WindowAttention"/> over <c>[B, h, w, D]</c>, from its own weights; only padding sees
    /// padding.</summary>
    public static Tensor Run(WindowAttention attention, Tensor tokens, int heads, WindowSize window, bool shifted)
    {
        var weights = attention.state_dict().ToDictionary(w => w.Key, w => Numbers.Of(w.Value));
        var table = weights["relative_position_bias_table"];
        var layout = WindowLayout.Of(TokenGrid.Of(tokens), window, shifted);
        var windows = new NaiveWindows(layout);
        var (n, channels) = (layout.Window.Tokens, (int)tokens.size(3));
        var d = channels / heads;
        var result = new List<double>();
        foreach (var sample in Numbers.Of(tokens).Chunk(layout.Grid.Tokens * channels))
        {
            var inside = new Queue<double[]>(sample.Chunk(channels));
            var places = Enumerable.Range(0, layout.Padded.Tokens);
            double[][] padded = [.. places.Select(t => windows.IsPadding(t) ? new double[channels] : inside.Dequeue())];
            var qkv = padded.Select(t => Linear(t, weights["qkv.weight"], weights["qkv.bias"])).ToArray();
            double[] part(int which, int token, int head) => qkv[token].AsSpan(((which * heads) + head) * d, d).ToArray();
            var attended = new double[padded.Length][];
            for (var w = 0; w < layout.Windows; w++)
            {
                int[] members = [.. Enumerable.Range(0, n).Select(i => windows.Token(w, i))];
                for (var i = 0; i < n; i++)
                    attended[members[i]] = [.. Enumerable.Range(0, heads).SelectMany(head => Attend(
                        part(0, members[i], head), [.. members.Select(t => part(1, t, head))], [.. members.Select(t => part(2, t, head))],
                        j => table[(windows.Offset(i, j, window) * heads) + head] + windows.Mask(members[i], members[j])))];
            }

            var kept = attended.Where((_, t) => !windows.IsPadding(t));
            result.AddRange(kept.SelectMany(t => Linear(t, weights["proj.weight"], weights["proj.bias"])));
        }

        return tensor(result.ToArray(), tokens.shape);
    }

    private static double[] Linear(double[] input, double[] weight, double[] bias) =>
        [.. bias.Select((b, row) => b + input.Select((x, column) => x * weight[(row * input.Length) + column]).Sum())];
}
