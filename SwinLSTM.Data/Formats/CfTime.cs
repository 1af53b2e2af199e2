using System.Globalization;
using System.Text.RegularExpressions;

namespace SwinLSTM.Data;

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
