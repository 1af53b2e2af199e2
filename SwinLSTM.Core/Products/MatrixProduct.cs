using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SwinLSTM;

/// <summary>A matrix in memory: where it begins, and how many numbers further the next row and the next column lie.</summary>
internal readonly unsafe record struct Matrix(nint Start, int Rows, int Columns, nint RowStride, nint ColumnStride)
{
    public Matrix Transposed => new(Start, Columns, Rows, ColumnStride, RowStride);

    public Matrix FromRow(int first, int count) => this with { Start = (nint)At(first, 0), Rows = count };

    public Matrix FromColumn(int first, int count) => this with { Start = (nint)At(0, first), Columns = count };

    public float* At(int row, int column) => (float*)Start + (row * RowStride) + (column * ColumnStride);
}

/// <summary>The product of two matrices of float32 with AVX-512, on as many threads as libtorch may use for an operator.</summary>
/// <remarks>
/// <para>libtorch's MKL takes half as many numbers at a time on processors that are not Intel's, and is less than half as fast there
/// (docs/performance.md).</para>
/// <para>Each number is summed in the order of depth, in parts of <see cref="Part"/>, wherever its row lies: the same bits for any
/// share of the rows and any number of threads.</para>
/// </remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>The least rows and columns of a result: what one tile has.</summary>
    public const int LeastRows = 8, LeastColumns = 32;

    // Longer sums would round worse.
    private const int Part = 256;

    // Fewer multiply-adds are done before other threads are awake.
    private const long LeastShared = 1 << 22;

    [ThreadStatic]
    private static float[]? room;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Sse.IsSupported;

    /// <summary>Whether linear layers use it; tests and benchmarks turn it off, to compare.</summary>
    public static bool IsEnabled { get; set; } = IsSupported;

    /// <summary>Computes result = start + left · right.</summary>
    /// <param name="left"><c>[M, K]</c> with M at least <see cref="LeastRows"/>.</param>
    /// <param name="right"><c>[K, N]</c> with N at least <see cref="LeastColumns"/>; rows or columns lie side by side.</param>
    /// <param name="start"><c>[M, N]</c>, rows of numbers that lie side by side; a row stride of 0 repeats one row.</param>
    /// <param name="result"><c>[M, N]</c>, row by row.</param>
    public static void Multiply(Matrix left, Matrix right, Matrix start, Matrix result)
    {
        var panels = (result.Columns + LeastColumns - 1) / LeastColumns;
        var shares = (long)left.Rows * left.Columns * right.Columns < LeastShared ? 1 : Math.Min(panels, get_num_threads());
        if (shares > 1) Parallel.For(0, panels, new() { MaxDegreeOfParallelism = shares }, Multiply);
        else for (var i = 0; i < panels; i++) Multiply(i);

        void Multiply(int number)
        {
            // A rest of columns or rows is computed with some of its neighbours again, to the same bits.
            var column = Math.Min(number * LeastColumns, result.Columns - LeastColumns);
            var panel = Panel(right.Rows);
            Pack(right, column, panel);
            for (var next = 0; next < result.Rows; next += LeastRows)
            {
                var row = Math.Min(next, result.Rows - LeastRows);
                Tile(left, row, panel, start.At(row, column), start.RowStride, result.At(row, column), result.RowStride);
            }
        }
    }

    // Room for 32 columns that begins where a line of the cache does; each thread keeps its own.
    private static float* Panel(int rows)
    {
        const int Line = 64;
        var wanted = (rows * LeastColumns) + (Line / sizeof(float));
        if (room is null || room.Length < wanted) room = GC.AllocateUninitializedArray<float>(wanted, pinned: true);
        return (float*)(((nint)Unsafe.AsPointer(ref room[0]) + Line - 1) & -Line);
    }

    // Copies 32 columns so that those of one row lie side by side.
    private static void Pack(Matrix right, int column, float* panel)
    {
        if (right.ColumnStride == 1)
        {
            for (var row = 0; row < right.Rows; row++, panel += LeastColumns)
            {
                var from = right.At(row, column);
                Vector512.Load(from).StoreAligned(panel);
                Vector512.Load(from + 16).StoreAligned(panel + 16);
            }

            return;
        }

        var whole = right.Rows & ~3;
        for (var row = 0; row < whole; row += 4)
            for (var four = 0; four < LeastColumns; four += 4)
            {
                float* from = right.At(row, column + four), to = panel + (row * LeastColumns) + four;
                var stride = right.ColumnStride;
                var (a, b) = (Vector128.Load(from), Vector128.Load(from + stride));
                var (c, d) = (Vector128.Load(from + (2 * stride)), Vector128.Load(from + (3 * stride)));
                var (ab, cd) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
                Sse.MoveLowToHigh(ab, cd).StoreAligned(to);
                Sse.MoveHighToLow(cd, ab).StoreAligned(to + LeastColumns);
                (ab, cd) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
                Sse.MoveLowToHigh(ab, cd).StoreAligned(to + (2 * LeastColumns));
                Sse.MoveHighToLow(cd, ab).StoreAligned(to + (3 * LeastColumns));
            }

        for (var row = whole; row < right.Rows; row++)
            for (var i = 0; i < LeastColumns; i++)
                panel[(row * LeastColumns) + i] = *right.At(row, column + i);
    }

    // 8 rows and 32 columns of the result stay in 16 registers while the depth passes by.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(Matrix left, int row, float* panel, float* start, nint startRow, float* result, nint resultRow)
    {
        nint next = left.ColumnStride, r1 = left.RowStride, r2 = 2 * r1, r3 = 3 * r1;
        float* upper = left.At(row, 0), lower = left.At(row + 4, 0);
        for (var depth = left.Columns; depth > 0; depth -= Part, start = result, startRow = resultRow)
        {
            Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default,
                d1 = default, e0 = default, e1 = default, f0 = default, f1 = default, g0 = default, g1 = default, h0 = default,
                h1 = default;
            for (var i = Math.Min(depth, Part); i > 0; i--, panel += LeastColumns, upper += next, lower += next)
            {
                var (w0, w1) = (Vector512.LoadAligned(panel), Vector512.LoadAligned(panel + 16));
                var x = Vector512.Create(*upper);
                a0 = Vector512.FusedMultiplyAdd(x, w0, a0);
                a1 = Vector512.FusedMultiplyAdd(x, w1, a1);
                x = Vector512.Create(upper[r1]);
                b0 = Vector512.FusedMultiplyAdd(x, w0, b0);
                b1 = Vector512.FusedMultiplyAdd(x, w1, b1);
                x = Vector512.Create(upper[r2]);
                c0 = Vector512.FusedMultiplyAdd(x, w0, c0);
                c1 = Vector512.FusedMultiplyAdd(x, w1, c1);
                x = Vector512.Create(upper[r3]);
                d0 = Vector512.FusedMultiplyAdd(x, w0, d0);
                d1 = Vector512.FusedMultiplyAdd(x, w1, d1);
                x = Vector512.Create(*lower);
                e0 = Vector512.FusedMultiplyAdd(x, w0, e0);
                e1 = Vector512.FusedMultiplyAdd(x, w1, e1);
                x = Vector512.Create(lower[r1]);
                f0 = Vector512.FusedMultiplyAdd(x, w0, f0);
                f1 = Vector512.FusedMultiplyAdd(x, w1, f1);
                x = Vector512.Create(lower[r2]);
                g0 = Vector512.FusedMultiplyAdd(x, w0, g0);
                g1 = Vector512.FusedMultiplyAdd(x, w1, g1);
                x = Vector512.Create(lower[r3]);
                h0 = Vector512.FusedMultiplyAdd(x, w0, h0);
                h1 = Vector512.FusedMultiplyAdd(x, w1, h1);
            }

            Keep(a0, a1, start, result);
            Keep(b0, b1, start + startRow, result + resultRow);
            Keep(c0, c1, start + (2 * startRow), result + (2 * resultRow));
            Keep(d0, d1, start + (3 * startRow), result + (3 * resultRow));
            Keep(e0, e1, start + (4 * startRow), result + (4 * resultRow));
            Keep(f0, f1, start + (5 * startRow), result + (5 * resultRow));
            Keep(g0, g1, start + (6 * startRow), result + (6 * resultRow));
            Keep(h0, h1, start + (7 * startRow), result + (7 * resultRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector512<float> first, Vector512<float> second, float* start, float* result)
    {
        (Vector512.Load(start) + first).Store(result);
        (Vector512.Load(start + 16) + second).Store(result + 16);
    }
}
