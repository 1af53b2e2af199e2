namespace SwinLSTM;

/// <summary>Whole rows of windows of a shifted grid. What a block does with some of them needs nothing of the others, so that several
/// threads share its work.</summary>
internal sealed record WindowRows(WindowLayout Layout, int First, int Count)
{
    // Fewer numbers for each thread cost more in waking it than they save.
    private const long LeastNumbers = 1 << 14;

    private static readonly Lock Gate = new();
    private static WorkerThreads? threads;

    private int Across => Layout.Padded.Columns / Layout.Window.Width;

    /// <summary>Returns all rows of windows on a grid.</summary>
    public static WindowRows All(WindowLayout layout) => new(layout, 0, layout.Padded.Rows / layout.Window.Height);

    /// <summary>Computes <c>[B, H, W, D]</c> from tokens of that shape, on as many threads as libtorch may use for an operator; with
    /// gradients, on another device, or while another call has the threads, in one piece.</summary>
    /// <remarks>libtorch's own threads meet after every operator, which costs a third of a step as soon as they wait passively, and far
    /// more on a busy machine if they do not; these meet once a block.</remarks>
    public static Tensor Map(WindowLayout layout, Tensor tokens, Func<WindowRows, Tensor> compute)
    {
        var all = All(layout);
        var share = is_grad_enabled() || tokens.device_type != DeviceType.CPU ? 1 : tokens.NumberOfElements / LeastNumbers;
        var parts = (int)Math.Min(share, Math.Min(all.Count, get_num_threads()));
        if (parts < 2 || !Gate.TryEnter()) return compute(all);
        try
        {
            if (threads is null || threads.Count < parts)
            {
                threads?.Dispose();
                threads = new(get_num_threads());
            }

            var (result, inference) = (empty_like(tokens), is_inference_mode_enabled()); // [B, H, W, D]
            threads.Run(
                part =>
                {
                    // Modes are a thread's own.
                    using var mode = inference_mode(inference);
                    using var noGradients = no_grad();
                    using var scope = NewDisposeScope();
                    var first = all.Count * part / parts;
                    var rows = all with { First = first, Count = (all.Count * (part + 1) / parts) - first };
                    rows.Of(result).copy_(compute(rows));
                },
                parts);
            return result;
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Returns these rows of tokens <c>[B, H, W, D]</c>.</summary>
    public Tensor Of(Tensor tokens) => tokens.narrow(1, First * Layout.Window.Height, Count * Layout.Window.Height); // [B, rows, W, D]

    /// <summary>Returns what belongs to the windows of these rows: <c>[nW, ...]</c>.</summary>
    public Tensor OfWindows(Tensor windows) => windows.narrow(0, First * Across, Count * Across); // [nW', ...]
}
