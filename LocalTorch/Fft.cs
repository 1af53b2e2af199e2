namespace TorchSharp;

public enum FFTNormType { Backward, Forward, Ortho }

public static partial class torch
{
    public static class fft
    {
        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfft2.Call(input, s is null ? default(Arg) : s, dim ?? [-2, -1], norm.ToString().ToLowerInvariant());
    }
}
