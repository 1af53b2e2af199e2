namespace SwinLSTM.Tests;

/// <summary>TaxiBJ's file, small: 60 training and 5 test samples of (4, 2, 32, 32) each way, sliding by one frame through one series.</summary>
internal static class TaxiBjFiles
{
    private const string Script = """
        import numpy as np, sys
        random = np.random.default_rng(4)
        series = (random.random((90, 2, 32, 32)) * 2 - 1).astype(sys.argv[2])
        windows = lambda first, count, part: np.stack([series[i + part * 4:i + part * 4 + 4] for i in range(first, first + count)])
        arrays = dict(X_train=windows(0, 60, 0), Y_train=windows(0, 60, 1), X_test=windows(70, 5, 0), Y_test=windows(70, 5, 1))
        (np.savez if sys.argv[3] == 'stored' else np.savez_compressed)(sys.argv[1], **arrays)
        series.tofile(sys.argv[1] + '.raw')
        """;

    public static void Make(string path, string type = "f4", string form = "stored") => ForeignTools.Python(Script, path, type, form);
}
