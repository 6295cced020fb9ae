using System.Globalization;

namespace PenneoDashboard.Bench.Load;

/// <summary>What is asked of the API, by group.</summary>
internal sealed class Questions(LogShape shape)
{
    private const int Several = 20;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly string[] Types = ["signed", "opened", "rejected", "undeliverable", "completed"];

    /// <summary>Each with the bar of its p95 in milliseconds.</summary>
    public IEnumerable<(string Name, double Bar, IReadOnlyList<string> Queries)> Groups()
    {
        yield return ("first page: everything", 100, [""]);
        yield return ("first page: one filter", 100, [.. OneFilter()]);
        yield return ("first page: two and three filters", 100, [.. Combined()]);
        yield return ("first page: filters that nothing matches", 100, [.. Contradicting()]);
        yield return ("first page: text and filters", 100, [.. WithText()]);
        yield return ("casefile with 500 events", 50, [$"casefileId={LogShape.LargeCasefile}&limit=1000"]);
        yield return ("search: common word", 300, ["q=kontrakt", "q=signer", "q=kontrakt%20eksempel", "q=%22eksempel%20a%2Fs%22"]);
        yield return ("search: rare word", 300, [$"q={Escaped(LogShape.RareWord)}", $"q={Escaped(LogShape.SeldomWord)}", "q=nowhereatall", .. Range(Several).Select(i => $"q={CasefileAt(i)}")]);
        yield return ("search: beginning of a word", 300, ["q=sig", "q=kon", "q=kont*%20da", "q=tran", "q=ans%C3%A6", "q=l%C3%A5ne*%20kontrakt"]);
        yield return ("search: two common words, seldom both", 300, ["q=completed%20reminderSent", "q=rejected%20requestOpened", "q=kontrakt%20-signer"]);
        yield return ("search: in dates long past", 300, [.. Range(Several).Select(i => $"q=kontrakt&{Days(i * 30, 7)}")]);
    }

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private IEnumerable<string> OneFilter()
    {
        foreach (var i in Range(Several))
        {
            yield return $"casefileId={CasefileAt(i)}";
            yield return $"signerId={CasefileAt(i) * 10}";
            yield return Days(i * 35, 1);
            yield return Days(i * 35, 90);
        }

        foreach (var type in Types)
            yield return $"eventType={type}";
        foreach (var one in new[] { "topic=casefile", "topic=signer", "subscriptionId=1", "subscriptionId=3", "verification=verified", "duplicates=true", "recognized=false", "from=2025-01-01", "to=2025-06-01", "state=blocked", "state=inProgress", "state=rejected", "state=expired" })
            yield return one;
    }

    private IEnumerable<string> Combined()
    {
        foreach (var i in Range(Several))
        {
            yield return $"topic=casefile&{Days(i * 35, 60)}";
            yield return $"eventType={Types[i % Types.Length]}&subscriptionId={(i % 3) + 1}&{Days(i * 35, 300)}";
            yield return $"eventType=signed&eventType=opened&verification=verified&{Days(i * 35, 3)}";
            yield return $"subscriptionId=3&topic=signer&before={shape.Events * (i + 1) / Several}";
            yield return $"casefileId={CasefileAt(i)}&topic=signer&{Days(0, 700)}";
            yield return $"state=rejected&eventType={Types[i % Types.Length]}&{Days(i * 35, 60)}";
        }
    }

    private static IEnumerable<string> Contradicting() =>
        ["topic=casefile&eventType=signed", "subscriptionId=3&verification=unsigned", "subscriptionId=9", "eventType=nothing", "from=2030-01-01", "eventType=undeliverable&topic=casefile&from=2020-01-01", "duplicates=true&topic=signer"];

    private IEnumerable<string> WithText()
    {
        foreach (var i in Range(Several))
        {
            yield return $"q=kontrakt&eventType={Types[i % Types.Length]}&{Days(i * 35, 200)}";
            yield return $"q=kontrakt&subscriptionId=3&topic=casefile&before={shape.Events * (i + 1) / Several}";
            yield return $"q={CasefileAt(i)}&topic=signer";
            yield return $"q=signed&casefileId={CasefileAt(i)}";
        }
    }

    private long CasefileAt(int part) => 1000 + (shape.Events / 12 * part / Several / 4 * 4);

    private static string Days(int ago, int length)
    {
        var last = LogShape.End.Date.AddDays(-ago);
        return string.Create(Culture, $"from={last.AddDays(-length):yyyy-MM-dd}&to={last:yyyy-MM-dd}");
    }
}
