namespace SwinLSTM.Tests;

/// <summary>LPIPS straight from its definition: loops over pictures [3, height, width] with values in [-1, 1].</summary>
internal static class NaiveLpips
{
    private static readonly (int Index, int Out, int In, int Kernel, int Stride, int Padding)[] layers =
        [(0, 64, 3, 11, 4, 2), (3, 192, 64, 5, 1, 2), (6, 384, 192, 3, 1, 1), (8, 256, 384, 3, 1, 1), (10, 256, 256, 3, 1, 1)];

    public static double Distance(IReadOnlyDictionary<string, float[]> weights, double[] left, double[] right, int height, int width)
    {
        double[] shift = [-0.030, -0.088, -0.188], scale = [0.458, 0.448, 0.450];
        var pictures = new[] { left, right }.Select(picture =>
            picture.Select((value, i) => (value - shift[i / (height * width)]) / scale[i / (height * width)]).ToArray()).ToArray();
        var (distance, channels) = (0.0, 3);
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var (index, count, from, kernel, stride, padding) = layers[layer];
            if (layer is 1 or 2)
            {
                pictures = [.. pictures.Select(picture => Pool(picture, channels, height, width))];
                (height, width) = ((height - 3) / 2 + 1, (width - 3) / 2 + 1);
            }
            var (h, w) = ((height + 2 * padding - kernel) / stride + 1, (width + 2 * padding - kernel) / stride + 1);
            pictures = [.. pictures.Select(picture =>
                Convolve(picture, weights[$"features.{index}.weight"], weights[$"features.{index}.bias"]))];
            (height, width, channels) = (h, w, count);
            distance += Layer(pictures[0], pictures[1], weights[$"lin{layer}.model.1.weight"], channels, height * width);

            double[] Convolve(double[] picture, float[] weight, float[] bias)
            {
                var result = new double[count * h * w];
                for (var o = 0; o < count; o++)
                    for (var y = 0; y < h; y++)
                        for (var x = 0; x < w; x++)
                        {
                            double sum = bias[o];
                            for (var c = 0; c < from; c++)
                                for (var ky = 0; ky < kernel; ky++)
                                    for (var kx = 0; kx < kernel; kx++)
                                    {
                                        var (row, column) = (y * stride - padding + ky, x * stride - padding + kx);
                                        if (row >= 0 && column >= 0 && row < height && column < width)
                                            sum += picture[(c * height + row) * width
                                                + column] * weight[((o * from + c) * kernel + ky) * kernel + kx];
                                    }
                            result[(o * h + y) * w + x] = Math.Max(0, sum);
                        }
                return result;
            }
        }
        return distance;
    }

    private static double Layer(double[] left, double[] right, float[] head, int channels, int places)
    {
        var sum = 0.0;
        for (var place = 0; place < places; place++)
        {
            var (a, b) = (Length(left, place), Length(right, place));
            for (var c = 0; c < channels; c++)
                sum += head[c] * Math.Pow(left[c * places + place] / a - right[c * places + place] / b, 2);
        }
        return sum / places;

        double Length(double[] features, int place) =>
            Math.Sqrt(Enumerable.Range(0, channels).Sum(c => features[c * places + place] * features[c * places + place])) + 1e-10;
    }

    private static double[] Pool(double[] picture, int channels, int height, int width)
    {
        var (h, w) = ((height - 3) / 2 + 1, (width - 3) / 2 + 1);
        var result = new double[channels * h * w];
        for (var i = 0; i < result.Length; i++)
        {
            var (c, y, x) = (i / (h * w), i / w % h, i % w);
            result[i] = Enumerable.Range(0, 9).Max(k => picture[(c * height + 2 * y + k / 3) * width + 2 * x + k % 3]);
        }
        return result;
    }
}
