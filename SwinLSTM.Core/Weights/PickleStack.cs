namespace SwinLSTM;

/// <summary>The stack and the memo of the pickle machine, bounded.</summary>
internal sealed class PickleStack(BadFile bad)
{
    private const int Deepest = 1 << 16;

    private readonly List<object?> values = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<uint, object?> memo = [];

    // A mark hides what lies below it until it is taken.
    private int Floor => marks.Count > 0 ? marks[^1] : 0;

    public void Push(object? value)
    {
        if (values.Count + marks.Count >= Deepest)
            throw bad.Because($"The pickle stack holds at most {Deepest} values.", "one more");
        values.Add(value);
    }

    public object? Peek() =>
        values.Count > Floor ? values[^1] : throw bad.Because("An instruction in data.pkl finds its operands on the stack.", "too few");

    public object? Pop()
    {
        object? value = Peek();
        values.RemoveAt(values.Count - 1);
        return value;
    }

    public object?[] Pop(int count)
    {
        var taken = new object?[count];
        for (int i = count - 1; i >= 0; i--)
            taken[i] = Pop();
        return taken;
    }

    public void Mark()
    {
        if (values.Count + marks.Count >= Deepest)
            throw bad.Because($"The pickle stack holds at most {Deepest} values.", "one more mark");
        marks.Add(values.Count);
    }

    public object?[] PopToMark()
    {
        if (marks.Count == 0)
            throw bad.Because("An instruction in data.pkl finds its mark on the stack.", "no mark");
        object?[] taken = Pop(values.Count - Floor);
        marks.RemoveAt(marks.Count - 1);
        return taken;
    }

    /// <summary>The value that the pickle ends with: the only one left.</summary>
    public object? Last()
    {
        object? value = Pop();
        return values.Count == 0 && marks.Count == 0 ? value : throw bad.Because("data.pkl ends with one value.", $"{values.Count} more below it");
    }

    public void Remember(uint key) => memo[key] = Peek();

    public void RememberNext() => Remember((uint)memo.Count);

    public void Recall(uint key) => Push(memo.TryGetValue(key, out object? value)
        ? value
        : throw bad.Because("data.pkl recalls what it remembered before.", $"number {key}"));
}
