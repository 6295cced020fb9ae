using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events.States;

/// <summary>
/// A search for casefiles: by the beginning of the id, or by words in the title. Words of three letters and more are found
/// anywhere in it, by an index of three letters each; a shorter text alone only at its beginning.
/// </summary>
internal sealed class CasefileSearch
{
    private const int Longest = 200;
    private const int IndexedLetters = 3;

    private readonly string _text;
    private readonly string[] _words;
    private readonly List<(long From, long To)> _ids = [];
    private readonly bool _onlyIds;

    private CasefileSearch(string text, bool onlyIds)
    {
        (_text, _onlyIds) = (text, onlyIds);
        _words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            AddIds(id);
        else if (onlyIds)
            throw new MaskedException();
    }

    /// <summary>A title as it is searched: without differences of case, Danish letters included.</summary>
    public static string? Key(string? title) => string.IsNullOrWhiteSpace(title) ? null : title.ToLowerInvariant();

    /// <summary>Null for a text that says nothing.</summary>
    /// <param name="mask">Of the reader: a masked one searches ids only, since a title could be guessed word by word.</param>
    /// <exception cref="MaskedException">A masked reader asks for words.</exception>
    public static CasefileSearch? Of(string? text, ReaderMask? mask = null)
    {
        var words = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Key(words) is { } key ? new CasefileSearch(key[..Math.Min(Longest, key.Length)], mask is { IsOn: true }) : null;
    }

    private IEnumerable<string> Indexed => _words.Where(x => x.EnumerateRunes().Count() >= IndexedLetters);

    /// <summary>Casefiles that match, found from the matches; null when there are more than <paramref name="few"/>.</summary>
    public async Task<IQueryable<CasefileStateRow>?> FewAsync(DashboardDb db, int few, CancellationToken cancellationToken)
    {
        // Counting needs no two of them compared, which lets it end early.
        var (parts, parameters) = Matches();
        var limited = string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) AS \"Value\" FROM ({string.Join(" UNION ALL ", parts)} LIMIT {few + 1})");
        if (await db.Database.SqlQueryRaw<int>(limited, parameters).SingleAsync(cancellationToken) > few)
            return null;
        var each = "SELECT s.* FROM (" + string.Join(" UNION ", parts) + ") AS m CROSS JOIN CasefileStates AS s ON s.CasefileId = m.Id";
        var found = db.Set<CasefileStateRow>().FromSqlRaw(each, parameters);
        return _ids.Count > 0 ? found : Contain(found);
    }

    /// <summary>The test of each casefile, for where so many match that the first ones are found by looking.</summary>
    public IQueryable<CasefileStateRow> Test(IQueryable<CasefileStateRow> casefiles)
    {
        if (_ids.Count > 0)
        {
            var (beginning, text) = (_text + "%", _text);
            return _onlyIds
                ? casefiles.Where(x => EF.Functions.Like("" + x.CasefileId, beginning))
                : casefiles.Where(x => EF.Functions.Like("" + x.CasefileId, beginning) || x.TitleKey!.Contains(text));
        }

        if (Indexed.Any())
            return Contain(casefiles);
        var pattern = _text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        return casefiles.Where(x => EF.Functions.Like(x.TitleKey!, pattern, "\\"));
    }

    private IQueryable<CasefileStateRow> Contain(IQueryable<CasefileStateRow> casefiles) =>
        Indexed.Any() ? _words.Aggregate(casefiles, (found, word) => found.Where(x => x.TitleKey!.Contains(word))) : casefiles;

    private (List<string> Parts, object[] Parameters) Matches()
    {
        List<string> parts = [];
        List<object> parameters = [];
        if (_onlyIds)
        {
            // Nothing of the titles.
        }
        else if (Indexed.Any())
        {
            parts.Add("SELECT rowid AS Id FROM CasefileTitles WHERE CasefileTitles MATCH {0}");
            parameters.Add(string.Join(' ', Indexed.Select(x => $"\"{x.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        }
        else
        {
            parts.Add("SELECT CasefileId AS Id FROM CasefileStates WHERE TitleKey >= {0} AND TitleKey < {1}");
            parameters.AddRange([_text, End(_text)]);
        }

        foreach (var (from, to) in _ids)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"SELECT CasefileId AS Id FROM CasefileStates WHERE CasefileId BETWEEN {from} AND {to}"));
        return (parts, [.. parameters]);
    }

    // After every text that begins with this one, in SQLite's order of bytes.
    private static string End(string text) => text + new Rune(0x10FFFF);

    // 53, 530 to 539, 5300 to 5399 and so on.
    private void AddIds(long id)
    {
        _ids.Add((id, id));
        for (Int128 from = (Int128)id * 10, size = 10; id > 0 && from <= long.MaxValue; (from, size) = (from * 10, size * 10))
            _ids.Add(((long)from, (long)Int128.Min(from + size - 1, long.MaxValue)));
    }
}
