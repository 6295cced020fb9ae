using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace PenneoDashboard.Language;

/// <summary>
/// What pages say, in the reader's language (<see cref="CultureInfo.CurrentUICulture"/>). English stands in the code and is
/// the key; every folder's <c>Words.da.resx</c> has the Danish for its own. What has none is said in English.
/// </summary>
public static class Words
{
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da");

    private static readonly Lazy<FrozenDictionary<string, string>> InDanish = new(Read);

    /// <summary>All that is translated, by the English.</summary>
    internal static IReadOnlyDictionary<string, string> Translated => InDanish.Value;

    private static bool IsDanish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == Danish.TwoLetterISOLanguageName;

    /// <summary>A text as the reader reads it.</summary>
    public static string Say(string english) => IsDanish ? InDanish.Value.GetValueOrDefault(english, english) : english;

    /// <summary>The same with values in it: <c>Say($"{count:N0} events")</c> looks for "{0} events". Values are written by the reader's culture.</summary>
    public static string Say(Phrase phrase) => phrase.Say();

    /// <summary>Marks a text that is translated where it is shown, with <see cref="Say(string)"/>.</summary>
    public static string Later(string english) => english;

    private static FrozenDictionary<string, string> Read()
    {
        var danish = typeof(Words).Assembly.GetSatelliteAssembly(Danish);
        var all = new Dictionary<string, string>();
        foreach (var name in danish.GetManifestResourceNames().Where(x => x.EndsWith(".resources", StringComparison.Ordinal)))
        {
            using var reader = new ResourceReader(danish.GetManifestResourceStream(name)!);
            foreach (System.Collections.DictionaryEntry entry in reader)
                all[(string)entry.Key] = (string)entry.Value!;
        }

        return all.ToFrozenDictionary();
    }
}
