using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;
using PickleFunction = System.Func<object?[], object?>;

namespace SwinLSTM;

/// <summary>A dict, as the list of what was put into it: state dicts are read in order, and never looked up by a hostile key.</summary>
internal sealed record PickleDict(List<(object? Key, object? Value)> Entries);

/// <summary>A piece of memory that the archive stores: <paramref name="Count"/> elements in the entry <paramref name="Key"/>.</summary>
internal sealed record StorageRef(ElementType Type, string Key, long Count);

/// <summary>A view of a storage, as the file states it; nothing of it is checked yet.</summary>
internal sealed record TensorRef(StorageRef Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>Runs the pickle of a state dict, of protocols 2 to 5, on a machine that knows data and nothing else.</summary>
/// <remarks>Source: the instruction descriptions of Python's <c>pickletools</c> module. Every instruction makes at most one value of fixed
/// size or one as long as its own bytes or operands, so their number bounds the memory. Values are the records above, null, bool, long,
/// BigInteger, double, string, byte[], <c>object?[]</c> for a tuple, <c>List&lt;object?&gt;</c>, and <see cref="ElementType"/> for a
/// storage class.</remarks>
internal sealed class PickleReader(byte[] pickle, BadFile bad)
{
    // About 35 go to each tensor: enough for training states of tens of thousands of tensors.
    private const int MostInstructions = 1_000_000, LongestText = 1 << 20;

    // The only names that a pickle may use; nothing is ever looked up anywhere else. A function gives null for arguments that do not fit.
    private static readonly Dictionary<string, object> Known = new(
        TensorData.Types.Select(type => KeyValuePair.Create<string, object>($"torch.{type.Storage}", type)))
    {
        ["collections.OrderedDict"] = (PickleFunction)(arguments => arguments is [] ? new PickleDict([]) : null),
        ["torch.Size"] = (PickleFunction)(arguments => arguments is [object?[] sizes] ? sizes : null),
        ["torch._utils._rebuild_tensor_v2"] = (PickleFunction)RebuildTensor,
        ["torch._utils._rebuild_parameter"] = (PickleFunction)(arguments => arguments is [TensorRef tensor, bool, _] ? tensor : null),
    };

    // What lies below the marks: a mark hides it until PopToMark.
    private readonly Stack<List<object?>> below = [];
    private readonly Dictionary<ulong, object?> memo = [];
    private List<object?> stack = [];
    private int position;

    /// <summary>Returns the value of a pickle.</summary>
    public static object? Read(byte[] pickle, BadFile bad)
    {
        if (pickle is not [0x80, >= 2 and <= 5, ..])
            throw bad.Because("data.pkl begins with 0x80 and a protocol of 2 to 5.", $"0x{Convert.ToHexString([.. pickle.Take(2)])}");
        var machine = new PickleReader(pickle, bad) { position = 2 };
        for (var count = 0; count < MostInstructions; count++)
        {
            var op = (char)machine.Number(1);
            if (op == '.') return machine is { below.Count: 0, stack: [var value] } ? value
                : throw bad.Because("data.pkl ends with one value.", $"{machine.stack.Count}");
            machine.Run(op);
        }

        throw bad.Because($"data.pkl has at most {MostInstructions} instructions.", "more");
    }

    private void Run(char op)
    {
        switch (op)
        {
            case '\x95': Take(8); break;                                  // FRAME: how much to fetch at once; here everything is fetched
            case 'N': Push(null); break;                                  // NONE
            case '\x88' or '\x89': Push(op == '\x88'); break;             // NEWTRUE, NEWFALSE
            case 'K': Push((long)Number(1)); break;                       // BININT1
            case 'M': Push((long)Number(2)); break;                       // BININT2
            case 'J': Push((long)(int)Number(4)); break;                  // BININT
            case '\x8a': Push(Integer(Take(Number(1)))); break;           // LONG1
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break; // BINFLOAT
            case '\x8c': Push(Text(Number(1))); break;                    // SHORT_BINUNICODE
            case 'X': Push(Text(Number(4))); break;                       // BINUNICODE
            case 'C': Push(Take(Number(1)).ToArray()); break;             // SHORT_BINBYTES
            case 'B': Push(Take(Number(4)).ToArray()); break;             // BINBYTES

            case '(': below.Push(stack); stack = []; break;               // MARK
            case ')': Push(Array.Empty<object?>()); break;                // EMPTY_TUPLE
            case >= '\x85' and <= '\x87': Push(Pop(op - 0x84)); break;    // TUPLE1, TUPLE2, TUPLE3
            case 't': Push(PopToMark()); break;                           // TUPLE
            case ']': Push(new List<object?>()); break;                   // EMPTY_LIST
            case 'a': Append(Pop(1)); break;                              // APPEND
            case 'e': Append(PopToMark()); break;                         // APPENDS
            case '}': Push(new PickleDict([])); break;                    // EMPTY_DICT
            case 's': SetItems(Pop(2)); break;                            // SETITEM
            case 'u': SetItems(PopToMark()); break;                       // SETITEMS

            case 'q': memo[Number(1)] = Top(); break;                     // BINPUT
            case 'r': memo[Number(4)] = Top(); break;                     // LONG_BINPUT
            case '\x94': memo[(ulong)memo.Count] = Top(); break;          // MEMOIZE
            case 'h': Push(Recall(Number(1))); break;                     // BINGET
            case 'j': Push(Recall(Number(4))); break;                     // LONG_BINGET

            case 'c': Push(Find(Line(), Line())); break;                  // GLOBAL
            case '\x93': Push(Global(Pop(2))); break;                     // STACK_GLOBAL
            case 'Q': Push(Storage(Pop(1))); break;                       // BINPERSID
            case 'R' or '\x81': Push(Call(Pop(2))); break;                // REDUCE, NEWOBJ
            case 'b': Build(Pop(1)); break;                               // BUILD
            default:
                throw bad.Because("A state dict needs data instructions of pickle only.",
                    $"instruction 0x{(int)op:x2} at byte {position - 1} of data.pkl");
        }
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        var left = pickle.AsSpan(position);
        if (count > (ulong)left.Length)
            throw bad.Because("data.pkl holds every byte that its instructions announce.",
                $"{count} bytes announced at byte {position}, {left.Length} left");
        position += (int)count;
        return left[..(int)count];
    }

    // Little-endian, without a sign.
    private ulong Number(int bytes)
    {
        var number = 0ul;
        var taken = Take((ulong)bytes);
        for (var i = bytes - 1; i >= 0; i--) number = (number << 8) | taken[i];
        return number;
    }

    // A seed may take more than 64 bits; nothing that is read here does.
    private static object Integer(ReadOnlySpan<byte> littleEndian)
    {
        var value = new BigInteger(littleEndian);
        return value.GetByteCount() <= sizeof(long) ? (object)(long)value : value;
    }

    private string Text(ulong length)
    {
        if (length > LongestText) throw bad.Because($"A text in data.pkl has at most {LongestText} bytes.", $"{length} at byte {position}");
        var text = Take(length);
        if (!Utf8.IsValid(text)) throw bad.Because("Text in data.pkl is UTF-8.", $"other bytes before byte {position}");
        return Encoding.UTF8.GetString(text);
    }

    private string Line()
    {
        var length = pickle.AsSpan(position).IndexOf((byte)'\n');
        var line = Text((ulong)(length < 0 ? pickle.Length - position : length));
        Take(1); // the line feed
        return line;
    }

    private void Push(object? value) => stack.Add(value);

    private object? Top() => stack is [.., var top] ? top : throw TooFew();

    private object?[] Pop(int count)
    {
        if (stack.Count < count) throw TooFew();
        object?[] taken = [.. stack.TakeLast(count)];
        stack.RemoveRange(stack.Count - count, count);
        return taken;
    }

    private object?[] PopToMark()
    {
        if (!below.TryPop(out var outer))
            throw bad.Because("An instruction in data.pkl finds its mark on the stack.", $"no mark before byte {position}");
        object?[] taken = [.. stack];
        stack = outer;
        return taken;
    }

    private InvalidDataException TooFew() =>
        bad.Because("An instruction in data.pkl finds its operands on the stack.", $"too few before byte {position}");

    private object? Recall(ulong key) =>
        memo.TryGetValue(key, out var value) ? value : throw bad.Because("data.pkl recalls what it remembered before.", $"number {key}");

    private void Append(object?[] items) => (Top() as List<object?> ?? throw Wrong("A list", Top())).AddRange(items);

    private void SetItems(object?[] keysAndValues)
    {
        if (Top() is not PickleDict dict || keysAndValues.Length % 2 != 0) throw Wrong("A dict, with pairs of keys and values,", Top());
        dict.Entries.AddRange(keysAndValues.Chunk(2).Select(pair => (pair[0], pair[1])));
    }

    private object Find(string module, string name) => Known.GetValueOrDefault($"{module}.{name}")
        ?? throw bad.Because("Reading never runs what a file names; a state dict of plain tensors names nothing beyond OrderedDict, "
            + "torch.Size, torch's storages of floats, integers and bools, and its functions that rebuild tensors and parameters.",
            BadFile.Quote($"{module}.{name}"));

    private object Global(object?[] operands) =>
        operands is [string module, string name] ? Find(module, name) : throw Wrong("A module and a name", operands[0]);

    // The location (cpu, cuda:0) is where the tensor lived; where it goes is the reader's business.
    private StorageRef Storage(object?[] id) => id is [object?[] and ["storage", ElementType type, string key, string, long count]]
        ? new(type, key, count)
        : throw Wrong("A persistent id ('storage', type, key, location, count)", id[0]);

    private object Call(object?[] operands) => operands is [PickleFunction function, object?[] arguments]
        ? function(arguments) ?? throw Wrong("What a function of the list takes", arguments)
        : throw Wrong("A function of the list and its arguments", operands[0]);

    // The attributes of a state dict are its version numbers (`_metadata`): not weights.
    private void Build(object?[] _)
    {
        if (Top() is not PickleDict) throw Wrong("A dict that gets attributes", Top());
    }

    private InvalidDataException Wrong(string wanted, object? found) =>
        bad.Because($"{wanted} is on the pickle stack here.", $"{Describe(found)} before byte {position} of data.pkl");

    /// <summary>Says what messages call a value.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "None",
        bool or long or double => $"the value {value}",
        string text => BadFile.Quote(text),
        object?[] items => $"a tuple of {items.Length}",
        List<object?> items => $"a list of {items.Count}",
        PickleDict dict => $"a dict of {dict.Entries.Count}",
        TensorRef => "a tensor",
        _ => $"a value of another kind ({value.GetType().Name})",
    };

    // Past the strides come whether gradients are wanted, backward hooks and, from newer versions, metadata: none of them is a value.
    private static TensorRef? RebuildTensor(object?[] arguments) =>
        arguments is [StorageRef storage, long offset, object?[] shape, object?[] strides, bool, _, ..] && arguments.Length <= 7
        && shape.All(size => size is long) && strides.All(stride => stride is long)
            ? new(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()])
            : null;
}
