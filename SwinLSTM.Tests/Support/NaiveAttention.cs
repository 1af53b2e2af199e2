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

    /// <summary>The whole of <see cref="WindowAttention"/>, from its own weights.</summary>
    public static double[] Run(WindowAttention attention, Tensor tokens, int heads)
    {
        var weights = attention.state_dict().ToDictionary(w => w.Key, w => Numbers.Of(w.Value));
        var (layout, channels, length) = (attention.Layout, (int)tokens.size(2), attention.Layout.Padded.Tokens);
        var windows = new NaiveWindows(layout);
        var (n, d) = (layout.Window.Tokens, channels / heads);
        var result = new List<double>();
        foreach (var sample in Numbers.Of(tokens).Chunk(length * channels))
        {
            var qkv = sample.Chunk(channels).Select(t => Linear(t, weights["qkv.weight"], weights["qkv.bias"])).ToArray();
            var attended = new double[length][];
            for (var window = 0; window < layout.Windows; window++)
                for (var i = 0; i < n; i++)
                {
                    var query = windows.Token(window, i);
                    attended[query] = [.. Enumerable.Range(0, heads).SelectMany(head =>
                    {
                        double[] Part(int which, int token) => qkv[token].AsSpan(((which * heads) + head) * d, d).ToArray();
                        int[] others = [.. Enumerable.Range(0, n).Select(j => windows.Token(window, j))];
                        return Attend(Part(0, query), [.. others.Select(t => Part(1, t))], [.. others.Select(t => Part(2, t))],
                            j => weights["relative_position_bias_table"][(windows.Offset(i, j) * heads) + head] + windows.Mask(query, others[j]));
                    })];
                }

            result.AddRange(attended.SelectMany(t => Linear(t, weights["proj.weight"], weights["proj.bias"])));
        }

        return [.. result];
    }

    private static double[] Linear(double[] input, double[] weight, double[] bias) =>
        [.. bias.Select((b, row) => b + input.Select((x, column) => x * weight[(row * input.Length) + column]).Sum())];
}
