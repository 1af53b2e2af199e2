using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

/// <summary>What stored numbers mean, by their attributes (Climate and Forecast conventions 1.11, sections 2.5 and 8.1, and the NetCDF
/// user's guide): the one place where <c>_FillValue</c>, <c>missing_value</c>, <c>valid_range</c>, <c>valid_min</c>, <c>valid_max</c>,
/// <c>scale_factor</c>, <c>add_offset</c> and <c>_Unsigned</c> are looked at. Missing numbers become NaN.</summary>
internal abstract class CfConventions
{
    private static readonly string[] known = ["_FillValue", "missing_value", "valid_range", "valid_min", "valid_max", "scale_factor",
        "add_offset", "_Unsigned", "units"];

    /// <summary>Whether values are measurements, as their attributes show, and no pictures.</summary>
    public bool Measured { get; private init; }

    /// <summary>Reads the attributes of a dataset that stores such numbers; in NetCDF files those that nobody wrote are missing, and so is
    /// one more number, in the type of the dataset.</summary>
    /// <exception cref="InvalidDataException">An attribute is of a type that it cannot have.</exception>
    public static CfConventions Of(Hdf5Attributes attributes, StoredNumber number, bool netCdf, string place, double? missing = null)
    {
        var unsigned = number.Kind == 'i' && attributes.Text("_Unsigned")?.Trim().ToUpperInvariant() == "TRUE";
        return (unsigned ? 'u' : number.Kind, number.Bytes) switch
        {
            ('b', _) => new Typed<byte>(new(), place, false, null),
            ('u', 1) => Make<byte>(null),
            ('u', 2) => Make<ushort>(ushort.MaxValue),
            ('u', 4) => Make<uint>(uint.MaxValue),
            ('u', _) => Make<ulong>(ulong.MaxValue - 1),
            ('i', 1) => Make<sbyte>(null),
            ('i', 2) => Make<short>(-short.MaxValue),
            ('i', 4) => Make<int>(-int.MaxValue),
            ('i', _) => Make<long>(long.MinValue + 2),
            (_, 2) => Make<Half>(null),
            (_, 4) => Make<float>(9.969209968386869e36f),
            _ => Make<double>(9.969209968386869e36),
        };

        CfConventions Make<T>(T? neverWritten)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
                new Typed<T>(new(attributes, place, missing), place, unsigned, netCdf ? neverWritten : null)
                {
                    Measured = netCdf || known.Any(attributes.Names.Contains),
                };
    }

    /// <summary>Makes numbers of what is stored, in the byte order of this machine.</summary>
    public abstract void Decode(ReadOnlySpan<byte> stored, Span<float> values);

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, Span{float})"/>
    public abstract void Decode(ReadOnlySpan<byte> stored, Span<double> values);

    /// <summary>The numbers that attributes give; a text that holds numbers counts as these.</summary>
    private readonly struct Given(Hdf5Attributes attributes, string place, double? missing)
    {
        public IEnumerable<ExactNumber> Missing => Numbers("_FillValue").Concat(Numbers("missing_value")).Concat(missing is { } m
            ? [new(m, null)] : []);

        public bool SaysFill => attributes is not null && attributes.Names.Contains("_FillValue");

        public (ExactNumber? Least, ExactNumber? Most) Valid => Numbers("valid_range") switch
        {
            [] => (One("valid_min"), One("valid_max")),
            [var least, var most] => (least, most),
            var other => throw Wrong("valid_range", $"has {other.Count} numbers; it needs 2"),
        };

        public ExactNumber? One(string name) => Numbers(name) switch
        {
            [] => null,
            [var one] => one,
            var many => throw Wrong(name, $"has {many.Count} numbers; it needs 1"),
        };

        private IReadOnlyList<ExactNumber> Numbers(string name)
        {
            if (attributes is null || !attributes.Names.Contains(name))
                return [];
            if (attributes.Exact(name) is { Count: > 0 } numbers)
                return numbers;
            var texts = attributes.Texts(name).Select(text => text.Trim()).Where(text => text.Length > 0).ToList();
            if (texts.Count == 0 && attributes.IsOther(name))
                throw Wrong(name, "is neither a number nor a text");
            var (given, where) = (name, place);
            return [.. texts.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? new ExactNumber(number, null)
                : throw new InvalidDataException($"{where}: its attribute {given} is '{text}', which is no number. Correct it."))];
        }

        private InvalidDataException Wrong(string name, string what) => new($"{place}: its attribute {name} {what}. Correct it.");
    }

    private sealed class Typed<T> : CfConventions
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        private readonly T[] missing;
        private readonly T least, most;
        private readonly double scale, offset;
        private readonly (double Least, double Most)? unpacked; // limits of the numbers after scale and offset
        private readonly bool bounded;

        public Typed(Given given, string place, bool unsigned, T? neverWritten)
        {
            // Attributes of a signed variable that is unsigned are signed as well.
            var never = given.SaysFill ? null : neverWritten;
            missing = [.. given.Missing.Select(number => Cast(number, unsigned)).Append(never).OfType<T>().Distinct()];
            var (factor, shift) = (given.One("scale_factor"), given.One("add_offset"));
            (scale, offset) = (factor?.Value ?? 1, shift?.Value ?? 0);
            if (!double.IsFinite(scale) || !double.IsFinite(offset) || scale == 0)
                throw new InvalidDataException($"{place}: its scale_factor is {scale} and its add_offset {offset}, which make no " +
                    "numbers. Correct them.");

            var (low, high) = given.Valid;
            if (!IsReal && (factor ?? shift) is not null && (low ?? high) is { Whole: null })
            {
                // Limits of the type of the scale, and not of what is stored, are those of the numbers themselves.
                unpacked = (low?.Value ?? double.NegativeInfinity, high?.Value ?? double.PositiveInfinity);
                return;
            }
            bounded = (low ?? high) is not null;
            (least, most) = (Limit(low, double.NegativeInfinity, Math.Ceiling), Limit(high, double.PositiveInfinity, Math.Floor));

            T Limit(ExactNumber? limit, double none, Func<double, double> inward) => limit switch
            {
                null or { Value: double.NaN } => T.CreateSaturating(none),
                { Whole: { } whole } when !IsReal => T.CreateSaturating(Wrap(whole, unsigned)),
                { Value: var value } => T.CreateSaturating(IsReal ? value : inward(value)),
            };
        }

        public override void Decode(ReadOnlySpan<byte> stored, Span<float> values) => Decode<float>(stored, values);

        public override void Decode(ReadOnlySpan<byte> stored, Span<double> values) => Decode<double>(stored, values);

        private void Decode<TTo>(ReadOnlySpan<byte> stored, Span<TTo> values)
            where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
        {
            var from = MemoryMarshal.Cast<byte, T>(stored)[..values.Length];
            var same = scale == 1 && offset == 0;
            if (typeof(T) == typeof(TTo) && same)
                MemoryMarshal.Cast<T, TTo>(from).CopyTo(values);
            else
                for (var i = 0; i < from.Length; i++)
                    values[i] = same ? TTo.CreateTruncating(from[i])
                        : TTo.CreateTruncating((double.CreateTruncating(from[i]) * scale) + offset);
            // A pass for each rule is several times as fast as one for all.
            foreach (var gap in missing)
                for (var i = 0; i < from.Length; i++)
                    if (from[i] == gap)
                        values[i] = TTo.NaN;
            for (var i = 0; bounded && i < from.Length; i++)
                if (from[i] < least || from[i] > most)
                    values[i] = TTo.NaN;
            for (var i = 0; unpacked is { } limits && i < from.Length; i++)
                if (double.CreateTruncating(values[i]) is var value && (value < limits.Least || value > limits.Most))
                    values[i] = TTo.NaN;
        }

        private static bool IsReal => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);

        /// <summary>The number in the type of the dataset; null where no number of that type is it.</summary>
        private static T? Cast(ExactNumber number, bool unsigned)
        {
            if (IsReal)
            {
                var rounded = T.CreateTruncating(number.Value); // as NetCDF compares
                return T.IsFinite(rounded) || !double.IsFinite(number.Value) ? rounded : null;
            }
            if (number.Whole is null && (!double.IsInteger(number.Value) || Math.Abs(number.Value) > ulong.MaxValue))
                return null;
            var whole = Wrap(number.Whole ?? (Int128)number.Value, unsigned);
            return whole >= Int128.CreateChecked(T.MinValue) && whole <= Int128.CreateChecked(T.MaxValue) ? T.CreateChecked(whole) : null;
        }

        private static Int128 Wrap(Int128 whole, bool unsigned) =>
            unsigned && whole < 0 ? whole + Int128.CreateSaturating(T.MaxValue) + 1 : whole;
    }
}

/// <summary>Times as NetCDF files count them: <c>hours since 1900-01-01 00:00:00</c> (Climate and Forecast conventions, section
/// 4.4).</summary>
internal static partial class CfTime
{
    /// <summary>The times of a coordinate, to the second, without a zone (which is UTC).</summary>
    /// <exception cref="InvalidDataException">The unit or calendar is another, or a time is none.</exception>
    public static DateTime[] Of(Hdf5Dataset coordinate) =>
        Of(coordinate.ReadAll(), coordinate.Units, coordinate.Attributes.Text("calendar"), coordinate.Place);

    /// <inheritdoc cref="Of(Hdf5Dataset)"/>
    public static DateTime[] Of(double[] counts, string? units, string? calendar, string place)
    {
        var match = Form().Match(units ?? "");
        if (!match.Success || !DateTime.TryParse($"{match.Groups["date"].Value} {Clock(match.Groups["clock"].Value)}",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var since))
            throw new InvalidDataException($"{place} is counted in '{units ?? "no unit"}'; seconds, minutes, hours or days since a date " +
                "of UTC can be read. Correct its attribute units.");
        if (calendar?.ToLowerInvariant() is not (null or "standard" or "gregorian" or "proleptic_gregorian"))
            throw new InvalidDataException($"{place} follows the calendar {calendar}; standard and proleptic_gregorian can be read. " +
                "Convert it: `cdo setcalendar,standard IN OUT`.");
        var seconds = match.Groups["unit"].Value.ToLowerInvariant() switch { "s" => 1.0, "m" => 60.0, "h" => 3600.0, _ => 86400.0 };
        return Array.ConvertAll(counts, value => At(since, value * seconds, place));
    }

    private static DateTime At(DateTime since, double seconds, string place)
    {
        // Within the years 1 to 9999, and false for what is not a number.
        var whole = Math.Round(seconds);
        return whole >= -(since - DateTime.MinValue).TotalSeconds && whole <= (DateTime.MaxValue - since).TotalSeconds - 1
            ? since.AddTicks((long)whole * TimeSpan.TicksPerSecond)
            : throw new InvalidDataException($"{place} has a time {seconds} seconds from {since:yyyy-MM-dd}, which is none. The file is " +
                "damaged; fetch it again.");
    }

    private static string Clock(string text) => text == "" ? "00:00" : text.Contains(':', StringComparison.Ordinal) ? text : text + ":00";

    [GeneratedRegex(@"^\s*(?<unit>s|m|h|d)(ec|ecs|econd|econds|in|ins|inute|inutes|r|rs|our|ours|ay|ays)?\s+since\s+" +
        @"(?<date>\d{1,4}-\d{1,2}-\d{1,2})([T\s]+(?<clock>\d{1,2}(:\d{1,2}){0,2})(\.\d*)?)?\s*(Z|UTC|GMT|\+?00?(:?00)?)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
