namespace SwinLSTM.Tests;

/// <summary>KittiCaltech's NumPy form, small: 80 and 40 frames of 8 x 10 in colour, and starts of samples of 11 frames, walked backwards as they are published.</summary>
internal static class KittiCaltechFiles
{
    private const string Script = """
        import numpy as np, sys, os
        folder = sys.argv[1]
        random = np.random.default_rng(5)
        for part, count in [('train', 80), ('test', 40)]:
            frames = random.integers(0, 256, (count, 8, 10, 3)).astype('u1')
            np.save(os.path.join(folder, part + '_data.npy'), frames)
            np.save(os.path.join(folder, part + '_idx.npy'), np.arange(count - 11, -1, -11).astype('i4'))
            frames.transpose(0, 3, 1, 2).tofile(os.path.join(folder, part + '.raw'))
        """;

    public static void Make(string folder) => ForeignTools.Python(Script, folder);
}
