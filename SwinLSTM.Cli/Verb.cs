using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SwinLSTM.Data;

namespace SwinLSTM.Cli;

/// <summary>What all verbs share: how their options are made, and how what they refuse becomes a message and an exit code.</summary>
internal static class Verb
{
    /// <summary>The exit code of a program that was asked to stop, as shells have it.</summary>
    private const int Stopped = 130;

    private static readonly List<DirectoryInfo> made = [];

    /// <summary>What the library's messages call by names of its own, as the command line has it.</summary>
    private static readonly (string Library, string Option)[] names =
    [
        ("KeepDamaged (--keep-damaged)", "--keep-damaged"), ("Overwrite; --force", "--force"), ("with Restart", "with --restart"),
        ("Height and Width, to", "--size, to"), ("DigitSize", "--digit-size"), ("EmbedChannels", "--width"), ("PatchSize", "--patch"),
        ("BatchSize", "--batch"), ("LearningRate", "--learning-rate"), ("ClipNorm", "training.clipNorm"),
        ("use Normalizer.PerChannel with numbers of your own", "use --normalize none"),
        ("use Normalizer.PerChannel with a scale of 1 for it", "use --normalize none"),
        ("a ForecastModel that has a normaliser", "a model trained with --normalize zscore"),
        ("Use ForecastModel.Save, which", "Use --to swinlstm, which"),
    ];

    public static Command Create(string name, string words, string example, params IEnumerable<Symbol> symbols)
    {
        var command = new Command(name, $"{words}\n\nExample: swinlstm {name} {example}");
        foreach (var symbol in symbols)
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
                argument.Validators.Add(r => Misspelt(r, r.Tokens));
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
                option.Validators.Add(r => Misspelt(r, r.Tokens));
            }

        // A script may give these to each verb; where nothing is computed or drawn they are checked, and change nothing.
        foreach (var option in ConfigFlags.Run.Options().Except(command.Options).ToList()) command.Options.Add(option);
        return command;

        // A misspelt option would be taken for a file. Verbs share options, so the verb is that of the result.
        static void Misspelt(SymbolResult result, IReadOnlyList<Token> tokens)
        {
            var command = ((CommandResult)result.Parent!).Command;
            foreach (var token in tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"'{token.Value}' is no option of {command.Name}. "
                    + $"Did you mean {command.Options.MinBy(option => ConfigJson.Distance(option.Name, token.Value))!.Name}?");
        }
    }

    /// <summary>Says what is wrong with a command line, and where to look.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var missing = string.Join(" and ", command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0
            && parsed.GetResult(argument) is not { Tokens.Count: > 0 }).Select(argument => argument.Name));
        foreach (var message in parsed.Errors.Select(error => error.Message).Distinct())
            Console.Error.WriteLine(message.StartsWith("Required argument missing for command", StringComparison.Ordinal)
                ? $"{command.Name} needs {missing}." : message);
        var words = command is RootCommand ? "swinlstm" : $"swinlstm {command.Name}";
        Console.Error.WriteLine($"'{words} --help' shows what there is, with examples.");
        return 1;
    }

    /// <summary>A path as a word of a command that people copy.</summary>
    public static string Quoted(string path) => path.Any(char.IsWhiteSpace) ? $"'{path}'" : path;

    public static Argument<string> Model() => new("MODEL")
    {
        Description = "A .swinlstm file, published weights (.pth, .safetensors), or the folder of a run, whose data are then taken.",
    };

    public static Option<bool> Switch(string name, string words) => new(name) { Description = words };

    public static Option<string> Text(string name, string value, string words, string? standard = null)
    {
        var option = new Option<string>(name) { Description = words, HelpName = value };
        if (standard is not null) option.DefaultValueFactory = _ => standard;
        return option;
    }

    /// <summary>An option that is one of some words, the first of them if left out.</summary>
    public static Option<string> Choice(string name, string words, params string[] among)
    {
        var option = Text(name, string.Join('|', among), words, among[0]);
        option.Validators.Add(r =>
        {
            foreach (var token in r.Tokens.Where(token => !among.Contains(token.Value)))
                r.AddError($"{name} is one of {string.Join(", ", among)}; '{token.Value}' was given.");
        });
        return option;
    }

    public static Option<string> Size(string words)
    {
        var option = Text("--size", Flag.Size, words, "64x64");
        option.Validators.Add(r =>
        {
            foreach (var token in r.Tokens.Where(token => DataSource.Size(token.Value) is null))
                r.AddError(DataSource.NoSize("--size", token.Value));
        });
        return option;
    }

    /// <summary>Makes a folder that an option names, before there is anything to lose; it goes again if the verb leaves nothing in it.
    /// </summary>
    public static void MakeFolder(string option, string path)
    {
        try
        {
            if (!Directory.Exists(path)) made.Add(Directory.CreateDirectory(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = path == "" ? "it has no name" : File.Exists(path) ? "it is a file" : e.Message.TrimEnd('.');
            throw new IOException($"{option}: the folder '{path}' cannot be made: {why}. Choose another.", e);
        }
    }

    /// <summary>Makes the folder that a file goes into.</summary>
    public static void MakeFolderOf(string option, string path)
    {
        if (path == "" || Directory.Exists(path)) throw new IOException($"{option}: '{path}' is a folder. Give the name of a file.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) MakeFolder(option, folder);
    }

    /// <summary>Has a command end with 0, or with 1 after a message that says what is wrong and what to do, or with 130 after one that says
    /// what stays.</summary>
    public static Command Does(this Command command, Action<ParseResult, CancellationToken> action,
        string whatStays = "Stopped; nothing was written.")
    {
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var tree = new JsonObject();
                ConfigFlags.Apply(parsed, ConfigFlags.Run, tree);
                Models.DeviceOf(ConfigJson.Config(tree, "options").Device);
                await Task.Run(() => action(parsed, cancellation), CancellationToken.None);
                return 0;
            }
            catch (OperationCanceledException e)
            {
                if ((e is StoppedException ? e.Message : whatStays) is { Length: > 0 } words) Console.Error.WriteLine(words);
                return Stopped;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException
                or InvalidOperationException or ExternalException or NotSupportedException or DllNotFoundException
                or SampleReadException or OutOfMemoryException)
            {
                // Which parameter of which method it was, and where in libtorch, is nothing to people.
                var words = e is ArgumentException { ParamName: { } name }
                    ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
                foreach (var (library, option) in names) words = words.Replace(library, option, StringComparison.Ordinal);
                Console.Error.WriteLine(words.Split("\nException raised from")[0]);
                return 1;
            }
            finally
            {
                foreach (var folder in made.Where(folder => folder.Exists && !folder.EnumerateFileSystemInfos().Any())) folder.Delete();
            }
        });
        return command;
    }
}

/// <summary>A verb was stopped, and what it kept is in the message.</summary>
internal sealed class StoppedException(string whatStays) : OperationCanceledException(whatStays);
