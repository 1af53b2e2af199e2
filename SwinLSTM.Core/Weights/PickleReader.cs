using System.Numerics;
using static TorchSharp.torch;

namespace SwinLSTM;

/// <summary>Runs the pickle of a state dict on a machine that knows data and nothing else.</summary>
/// <remarks>Source: the instruction descriptions of Python's <c>pickletools</c> module. Every instruction makes at most one value of fixed
/// size or one as long as its own bytes or operands, so their number bounds the memory.</remarks>
internal sealed class PickleReader
{
    // About 35 go to each tensor: enough for training states of tens of thousands of tensors.
    private const int MostInstructions = 1_000_000;
    private const int OldestProtocol = 2, NewestProtocol = 5;

    private readonly PickleInput input;
    private readonly PickleStack stack;
    private readonly BadFile bad;

    private PickleReader(byte[] pickle, BadFile bad)
    {
        this.bad = bad;
        input = new PickleInput(pickle, bad);
        stack = new PickleStack(bad);
    }

    /// <summary>The value of a pickle.</summary>
    public static object? Read(byte[] pickle, BadFile bad)
    {
        var reader = new PickleReader(pickle, bad);
        for (int count = 0; count < MostInstructions; count++)
        {
            var op = (PickleOp)reader.input.Byte();
            if (count == 0 && op != PickleOp.Proto)
                throw bad.Because("data.pkl begins with its protocol.", $"instruction 0x{(byte)op:x2}");
            if (op == PickleOp.Stop)
                return reader.stack.Last();
            reader.Run(op);
        }

        throw bad.Because($"data.pkl has at most {MostInstructions} instructions.", "more");
    }

    private void Run(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Proto: CheckProtocol(input.Byte()); break;
            case PickleOp.Frame: CheckFrame(input.UInt64()); break;

            case PickleOp.None: stack.Push(null); break;
            case PickleOp.NewTrue: stack.Push(true); break;
            case PickleOp.NewFalse: stack.Push(false); break;
            case PickleOp.BinInt: stack.Push((long)input.Int32()); break;
            case PickleOp.BinInt1: stack.Push((long)input.Byte()); break;
            case PickleOp.BinInt2: stack.Push((long)input.UInt16()); break;
            case PickleOp.Long1: stack.Push(Integer(input.Take(input.Byte()))); break;
            case PickleOp.BinFloat: stack.Push(input.Double()); break;
            case PickleOp.ShortBinUnicode: stack.Push(input.Text(input.Byte())); break;
            case PickleOp.BinUnicode: stack.Push(input.Text(input.UInt32())); break;
            case PickleOp.BinUnicode8: stack.Push(input.Text(input.UInt64())); break;
            case PickleOp.ShortBinBytes: stack.Push(input.Take(input.Byte()).ToArray()); break;
            case PickleOp.BinBytes: stack.Push(input.Take(input.UInt32()).ToArray()); break;
            case PickleOp.BinBytes8: stack.Push(input.Take(input.UInt64()).ToArray()); break;

            case PickleOp.Mark: stack.Mark(); break;
            case PickleOp.EmptyTuple: stack.Push(Array.Empty<object?>()); break;
            case PickleOp.Tuple1: stack.Push(stack.Pop(1)); break;
            case PickleOp.Tuple2: stack.Push(stack.Pop(2)); break;
            case PickleOp.Tuple3: stack.Push(stack.Pop(3)); break;
            case PickleOp.Tuple: stack.Push(stack.PopToMark()); break;
            case PickleOp.EmptyList: stack.Push(new List<object?>()); break;
            case PickleOp.Append: Append(stack.Pop(1)); break;
            case PickleOp.Appends: Append(stack.PopToMark()); break;
            case PickleOp.EmptyDict: stack.Push(new PickleDict()); break;
            case PickleOp.SetItem: SetItems(stack.Pop(2)); break;
            case PickleOp.SetItems: SetItems(stack.PopToMark()); break;

            case PickleOp.BinPut: stack.Remember(input.Byte()); break;
            case PickleOp.LongBinPut: stack.Remember(input.UInt32()); break;
            case PickleOp.Memoize: stack.RememberNext(); break;
            case PickleOp.BinGet: stack.Recall(input.Byte()); break;
            case PickleOp.LongBinGet: stack.Recall(input.UInt32()); break;

            case PickleOp.Global: stack.Push(PickleGlobals.Find(input.Line(), input.Line(), bad)); break;
            case PickleOp.StackGlobal: NamedGlobal(); break;
            case PickleOp.BinPersId: stack.Push(Storage(stack.Pop())); break;
            case PickleOp.Reduce or PickleOp.NewObj: Call(); break;
            case PickleOp.Build: Build(); break;

            default:
                throw bad.Because("A state dict needs data instructions of pickle only.",
                    $"instruction 0x{(byte)op:x2} at byte {input.Position - 1} of data.pkl");
        }
    }

    private void CheckProtocol(int protocol)
    {
        if (protocol is < OldestProtocol or > NewestProtocol)
            throw bad.Because($"The pickle protocol is {OldestProtocol} to {NewestProtocol}.", $"{protocol}");
    }

    // Frames tell a reader how much to fetch at once; here everything is fetched, so a frame is only looked at for a lie.
    private void CheckFrame(ulong length)
    {
        if (length > (ulong)input.Left)
            throw bad.Because("A frame of data.pkl lies within it.", $"{length} bytes at byte {input.Position}, {input.Left} left");
    }

    // A seed may take more than 64 bits; nothing that is read here does.
    private static object Integer(ReadOnlySpan<byte> littleEndian)
    {
        var value = new BigInteger(littleEndian);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private void Append(object?[] items)
    {
        if (stack.Peek() is not List<object?> list)
            throw WrongOperand("A list", stack.Peek());
        list.AddRange(items);
    }

    private void SetItems(object?[] keysAndValues)
    {
        if (stack.Peek() is not PickleDict dict || keysAndValues.Length % 2 != 0)
            throw WrongOperand("A dict, with pairs of keys and values,", stack.Peek());
        for (int i = 0; i < keysAndValues.Length; i += 2)
            dict.Entries.Add((keysAndValues[i], keysAndValues[i + 1]));
    }

    private void NamedGlobal()
    {
        object?[] operands = stack.Pop(2);
        if (operands is not [string module, string name])
            throw WrongOperand("A module and a name", operands[0]);
        stack.Push(PickleGlobals.Find(module, name, bad));
    }

    // The location (cpu, cuda:0) is where the tensor lived; where it goes is the reader's business.
    private StorageRef Storage(object? id) => id is object?[] and ["storage", ScalarType type, string key, string, long count]
        ? new StorageRef(type, key, count)
        : throw WrongOperand("A persistent id ('storage', type, key, location, count)", id);

    private void Call()
    {
        object?[] operands = stack.Pop(2);
        if (operands is not [PickleFunction function, object?[] arguments])
            throw WrongOperand("A function of the list and its arguments", operands[0]);
        stack.Push(function(arguments) ?? throw WrongOperand("What a function of the list takes", arguments));
    }

    // The attributes of a state dict are its version numbers (`_metadata`): not weights.
    private void Build()
    {
        stack.Pop();
        if (stack.Peek() is not PickleDict)
            throw WrongOperand("A dict that gets attributes", stack.Peek());
    }

    private InvalidDataException WrongOperand(string wanted, object? found) =>
        bad.Because($"{wanted} is on the pickle stack here.", $"{PickleKinds.Describe(found)} before byte {input.Position} of data.pkl");
}
