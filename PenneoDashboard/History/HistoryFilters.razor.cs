using System.Globalization;
using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.History;

/// <summary>The fields of the history's filter, each with what the log has to choose from.</summary>
public sealed partial class HistoryFilters : ComponentBase, IDisposable
{
    private const int MostSuggested = 8;
    private static readonly string SearchHint = Later("Words, \"a phrase\", begin*, -without");
    private static readonly string SearchHelp = Later("Every word must occur. \"a phrase\" stands together, kontr* may go on, -word must not occur. The last word may go on.");

    private readonly CancellationTokenSource _gone = new();
    private bool _open;

    [Inject]
    public required FilterSuggestions Suggestions { get; init; }

    [Parameter, EditorRequired]
    public HistoryQuery Query { get; set; } = HistoryQuery.All;

    [Parameter]
    public EventCallback<HistoryQuery> QueryChanged { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyDictionary<long, SubscriptionName> Names { get; set; } = default!;

    private IReadOnlyList<KindCount> Kinds { get; set; } = [];

    private Dictionary<long, long> Deliveries { get; set; } = [];

    private EventFilter Filter => Query.Filter;

    // A name from the address that nobody knows stays choosable, or the field would look empty.
    private IEnumerable<string> Topics => PenneoVocabulary.Topics.Union(Kinds.Select(x => x.Topic).Where(x => x.Length > 0)).Union(Named([Filter.Topic]));

    private IEnumerable<string> Types => PenneoVocabulary.EventTypes.Where(x => Filter.Topic is null || x.Topic is null || x.Topic == Filter.Topic).Select(x => x.EventType)
        .Union(Kinds.Where(x => x.EventType.Length > 0 && IsOfTopic(x)).Select(x => x.EventType)).Union(Named(Filter.EventType ?? Enumerable.Empty<string>()));

    private IEnumerable<long?> SubscriptionIds => Names.Keys.Order().Select(x => (long?)x).Union(Filter.SubscriptionId is { } id ? [id] : []);

    protected override async Task OnInitializedAsync()
    {
        try
        {
            (Kinds, Deliveries) = (await Suggestions.KindsAsync(_gone.Token), await Suggestions.SubscriptionsAsync(_gone.Token));
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException)
        {
            // The list itself says that the log can't be read; the fields work without the counts.
        }
    }

    public void Dispose() => _gone.Cancel();

    private static IEnumerable<string> Named(IEnumerable<string?> names) => names.OfType<string>();

    private static string Count(IEnumerable<KindCount> kinds) => Count(kinds.Sum(x => x.Count));

    private static string Count(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private bool IsOfTopic(KindCount kind) => Filter.Topic is null || kind.Topic == Filter.Topic;

    private string TypeLabel(string? type) => type is null ? "" : HistoryWords.EventType(type, Filter.Topic);

    private string TypesText(IReadOnlyList<string?>? types) => string.Join(", ", (types ?? []).Select(TypeLabel));

    private Task SetTextAsync(string? text) => SetAsync(Filter with { Q = string.IsNullOrWhiteSpace(text) ? null : text });

    private Task SetAsync(EventFilter filter) => filter == Filter ? Task.CompletedTask : QueryChanged.InvokeAsync(Query.Change(filter));
}
