namespace SwinLSTM.Data;

/// <summary>Steps that a block went through when it was written, by their registered numbers.</summary>
internal enum Hdf5Filter
{
    Gzip = 1,
    Shuffle = 2,
    Fletcher32 = 3,
    Szip = 4,
    NBit = 5,
    ScaleOffset = 6,
    Lzf = 32000,
    Blosc = 32001,
    Lz4 = 32004,
    Bitshuffle = 32008,
    Zstd = 32015,
}
