namespace SwinLSTM.Tests;

/// <summary>Files that NumPy itself writes and reads.</summary>
internal static class NumpyFiles
{
    /// <summary>
    /// For every element type, byte order, format version and order of axes a file <c>type-version-order-shape.npy</c>, and beside it, as
    /// <c>.raw</c>, the same values in C order and this machine's byte order, and as <c>.wide</c> in the type that frames have.
    /// </summary>
    private const string EveryKind = """
        import numpy as np, sys, os
        folder = sys.argv[1]
        wide = {'b1': 'i1', 'u2': 'i4', 'u4': 'i8', 'u8': 'i8'}
        random = np.random.default_rng(7)
        def values(kind, shape):
            if kind == 'b1': return random.integers(0, 2, shape).astype(bool)
            if kind[0] == 'f': return (random.standard_normal(shape) * 100).astype(kind)
            info = np.iinfo(kind)
            return random.integers(info.min, min(info.max, 2**63 - 1), shape, dtype=kind, endpoint=True)
        def put(name, array, version):
            with open(os.path.join(folder, name + '.npy'), 'wb') as file: np.lib.format.write_array(file, array, version=version)
            plain = np.ascontiguousarray(array.astype(array.dtype.newbyteorder('=')))
            plain.tofile(os.path.join(folder, name + '.raw'))
            plain.astype(wide.get(array.dtype.str[1:], plain.dtype)).tofile(os.path.join(folder, name + '.wide'))
        for kind in ['b1', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8']:
            for end in '<>':
                for version in [(1, 0), (2, 0), (3, 0)]:
                    for order in 'CF':
                        array = np.array(values(kind, (2, 3, 4, 5)), dtype=end + kind, order=order)
                        put(f"{kind}-{'little' if end == '<' else 'big'}-{version[0]}-{order}", array, version)
        for name, shape in [('scalar', ()), ('one', (1,)), ('empty', (0,)), ('hollow', (3, 0, 2)), ('line', (17,)), ('deep', (1,) * 32)]:
            put(name, values('f4', shape), (1, 0))
        """;

    /// <summary>Archives as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write them.</summary>
    private const string Archives = """
        import numpy as np, sys, os
        folder = sys.argv[1]
        arrays = {'X_train': np.arange(2*3*4, dtype='<f4').reshape(2, 3, 4), 'big': np.arange(7, dtype='>u2'), 'turned': np.asfortranarray(np.arange(12, dtype='i8').reshape(3, 4)),
                  'noise': np.random.default_rng(1).integers(0, 256, (64, 1000)).astype('u1'), 'zeros': np.zeros(100_000, 'f8'), 'group/inner': np.ones(2, 'b1'), 'empty': np.zeros((0, 3))}
        np.savez(os.path.join(folder, 'stored.npz'), **arrays)
        np.savez_compressed(os.path.join(folder, 'packed.npz'), **arrays)
        """;

    /// <summary>Says what NumPy finds in each file: its type, shape and sum of weighted bytes.</summary>
    private const string Look = """
        import numpy as np, sys
        for path in sys.argv[1:]:
            a = np.load(path)
            b = np.frombuffer(np.ascontiguousarray(a).tobytes(), 'u1').astype('i8')
            print(a.dtype.str[1:], list(a.shape), int((b * (np.arange(b.size) % 251 + 1)).sum()), a.flags['C_CONTIGUOUS'])
        """;

    public static void WriteEveryKind(string folder) => ForeignTools.Python(EveryKind, folder);

    public static void WriteArchives(string folder) => ForeignTools.Python(Archives, folder);

    public static string[] LookAt(params string[] paths) => ForeignTools.Python(Look, paths).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The weighted sum of <see cref="Look"/>.</summary>
    public static long Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0L;
        for (var i = 0; i < bytes.Length; i++)
            sum += (long)bytes[i] * (i % 251 + 1);
        return sum;
    }
}
