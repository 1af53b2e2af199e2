using System.Globalization;

namespace SwinLSTM.Tests;

/// <summary>An arithmetic expression: numbers, named values, + - * / % ** ( ), and sin, cos, tan, tanh, exp, log, sqrt, abs, floor. What stands before an equals sign is its name.</summary>
internal sealed class Formula(string text)
{
    private static readonly Dictionary<string, Func<double, double>> Functions = new()
    {
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["tanh"] = Math.Tanh,
        ["exp"] = Math.Exp,
        ["log"] = Math.Log,
        ["sqrt"] = Math.Sqrt,
        ["abs"] = Math.Abs,
        ["floor"] = Math.Floor,
    };

    private readonly string expression = text[(text.LastIndexOf('=') + 1)..];

    public double At(IReadOnlyDictionary<string, double> variables)
    {
        var reader = new Reader(expression, variables);
        var value = reader.Sum();
        return reader.AtEnd ? value : throw reader.Bad("the end");
    }

    private struct Reader(string text, IReadOnlyDictionary<string, double> variables)
    {
        private int at;

        public bool AtEnd
        {
            get
            {
                while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
                return at == text.Length;
            }
        }

        public double Sum()
        {
            var value = Product();
            while (true)
            {
                if (Take("+")) value += Product();
                else if (Take("-")) value -= Product();
                else return value;
            }
        }

        private double Product()
        {
            var value = Signed();
            while (true)
            {
                if (Take("*")) value *= Signed();
                else if (Take("/")) value /= Signed();
                else if (Take("%")) value -= Signed() is var by ? Math.Floor(value / by) * by : 0;
                else return value;
            }
        }

        private double Signed() => Take("-") ? -Signed() : Power();

        private double Power()
        {
            var value = Atom();
            return Take("**") || Take("^") ? Math.Pow(value, Signed()) : value;
        }

        private double Atom()
        {
            if (Take("("))
            {
                var inner = Sum();
                return Take(")") ? inner : throw Bad(")");
            }

            if (AtEnd) throw Bad("a value");
            var from = at;
            if (char.IsDigit(text[at]) || text[at] == '.')
            {
                while (at < text.Length && (char.IsDigit(text[at]) || text[at] == '.' || char.ToLowerInvariant(text[at]) == 'e' || (text[at] is '-' or '+' && char.ToLowerInvariant(text[at - 1]) == 'e'))) at++;
                return double.Parse(text[from..at], CultureInfo.InvariantCulture);
            }

            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.')) at++;
            var name = text[from..at].Split('.')[^1];
            if (name == "pi") return Math.PI;
            if (variables.TryGetValue(name, out var value)) return value;
            return Functions.TryGetValue(name, out var function) && Take("(") && Sum() is var argument && Take(")") ? function(argument) : throw Bad("a number, a known name or a known function");
        }

        public readonly FormatException Bad(string expected) => new($"The formula '{text}' has no meaning at position {at + 1}: expected {expected}. Known values: {string.Join(", ", variables.Keys)}, pi; functions: {string.Join(", ", Functions.Keys)}.");

        private bool Take(string token)
        {
            if (AtEnd || !text.AsSpan(at).StartsWith(token)) return false;
            if (token == "*" && text.AsSpan(at).StartsWith("**")) return false;
            at += token.Length;
            return true;
        }
    }
}
