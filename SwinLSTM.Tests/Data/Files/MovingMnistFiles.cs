namespace SwinLSTM.Tests;

/// <summary>Moving MNIST's files, small: 40 "digits" of 28 x 28 in an IDX file, and test sets of 6 sequences as NumPy writes them.</summary>
internal static class MovingMnistFiles
{
    private const string Script = """
        import numpy as np, gzip, struct, sys, os
        folder = sys.argv[1]
        random = np.random.default_rng(3)
        digits = random.integers(0, 256, (40, 28, 28)).astype('u1')
        with gzip.open(os.path.join(folder, 'train-images-idx3-ubyte.gz'), 'wb') as file: file.write(struct.pack('>4I', 0x803, 40, 28, 28) + digits.tobytes())
        digits.tofile(os.path.join(folder, 'digits.raw'))
        test = random.integers(0, 256, (20, 6, 64, 64)).astype('u1')                  # time first
        np.save(os.path.join(folder, 'mnist_test_seq.npy'), test)
        test.swapaxes(0, 1).tofile(os.path.join(folder, 'test.raw'))                  # N, T, H, W
        np.save(os.path.join(folder, 'floats_test_seq.npy'), test.astype('f4'))
        np.save(os.path.join(folder, 'doubles_test_seq.npy'), test.astype('f8'))
        broken = test.astype('f4'); broken[3, 2, 5, 6] = 0.5
        np.save(os.path.join(folder, 'broken_test_seq.npy'), broken)
        np.save(os.path.join(folder, 'flat_test_seq.npy'), test[0])
        colour = random.integers(0, 256, (20, 2, 64, 64, 3)).astype('u1')
        np.save(os.path.join(folder, 'mnist_cifar_test_seq.npy'), colour)
        colour.transpose(1, 0, 4, 2, 3).tofile(os.path.join(folder, 'colour.raw'))    # N, T, C, H, W
        """;

    public static void Make(string folder) => ForeignTools.Python(Script, folder);
}
