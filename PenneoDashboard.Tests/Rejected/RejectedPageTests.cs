using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PenneoDashboard.Language;
using PenneoDashboard.Rejected;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Rejected;

/// <summary>The page in front of the whole app, with deliveries that come over HTTP.</summary>
public sealed class RejectedPageTests : ComponentTest
{
    private const string Secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

    private readonly SignedApp _app = new();
    private IRenderedComponent<MudDialogProvider> _dialogs = null!;
    private IRenderedComponent<RejectedPage> _page = null!;

    public RejectedPageTests()
    {
        Use<RejectedStore>();
        Use<RejectedService>();
        Use<RejectedChanges>();
        Use<SubscriptionNames>();
        Use<SubscriptionSecrets>();
        Use<TimeProvider>();
    }

    [Fact]
    public async Task Empty_SaysWhatWouldStandHere()
    {
        await OpenAsync();

        Assert.Contains("Nothing was rejected", _page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
        Assert.Equal("live", _page.Find("[data-testid=live-status]").GetAttribute("data-state"));
    }

    [Fact]
    public async Task ARefusedDelivery_AppearsByItself_WithReasonAndAdvice()
    {
        await OpenAsync();
        var door = await SignedDelivery.DoorAsync(_app.App, Secret);

        await RefuseAsync(door, "{\"a\":\u202e1}", ("x-event-signature", "t=<script>"));

        await UntilAsync(() => All("rejected-row").Count == 1, "the row");
        Assert.Equal("Malformed", All("rejected-row")[0].GetAttribute("data-reason"));
        Assert.Contains("a t= that is not a whole number", Text("explanation"), StringComparison.Ordinal);
        Assert.Contains("look for a proxy", Text("advice"), StringComparison.Ordinal);
        Assert.Empty(All("accept"));

        await ClickAsync("what-came");
        await UntilAsync(() => All("rejected-body").Count == 1, "what came");
        Assert.Contains("‹U+202E›", Text("rejected-body"), StringComparison.Ordinal);
        Assert.Contains("t=<script>", Text("rejected-message"), StringComparison.Ordinal);
        Assert.Empty(_page.FindAll("script"));
    }

    [Fact]
    public async Task EnteringTheSecret_VerifiesAllAgain_AndTheyAreAccepted()
    {
        var door = await SignedDelivery.DoorAsync(_app.App, "not-the-right-one");
        for (var i = 0; i < 3; i++)
            await RefuseAsync(door, Messages.Casefile(_app.NewId()), secret: Secret);
        await OpenAsync();
        await UntilAsync(() => All("rejected-row").Count == 3, "the rows");

        await ClickAsync("enter-secret");
        Assert.Single(All("known-secret"));
        Assert.DoesNotContain("not-the-right-one", _page.Markup, StringComparison.Ordinal);
        await EnterAsync("white space");
        await UntilAsync(() => Text("secret-form").Contains("has a space", StringComparison.Ordinal), "the problem");
        await EnterAsync($" {Secret} ");
        await UntilAsync(() => Text("notice") == "Verified all again: all 3 can be accepted now.", "the notice");
        Assert.Empty(All("secret-form"));
        Assert.DoesNotContain(Secret, _page.Markup, StringComparison.Ordinal);

        await ClickAsync("accept");
        await UntilAsync(() => All("rejected-row").Count == 2, "one accepted");
        await ClickAsync("accept-all");
        await UntilAsync(() => All("empty-state").Count == 1, "all accepted");
        Assert.Equal("Accepted 2 into the log.", Text("notice"));
        Assert.Equal(3, (await _app.Client.EventsAsync($"subscriptionId={door.Id}")).Count);
    }

    [Fact]
    public async Task KeepingTheOldSecret_LetsItEndAfterADay()
    {
        var door = await SignedDelivery.DoorAsync(_app.App, "the-old-one");
        await RefuseAsync(door, "{}");
        await OpenAsync();

        await ClickAsync("enter-secret");
        await _page.InvokeAsync(() => _page.Find("[data-testid=keep-old] input, input[data-testid=keep-old]").Change(true));
        await EnterAsync("the-new-one");

        var secrets = _app.App.Services.GetRequiredService<SubscriptionSecrets>();
        await UntilAsync(() => secrets.Of(door.Id).Count == 2, "both secrets");
        Assert.Equal([null, _app.Clock.GetUtcNow().AddDays(1)], secrets.Of(door.Id).Select(x => x.ValidUntil));
    }

    [Fact]
    public async Task VerifyAgain_OfWhatStaysWrong_SaysSo_AndDiscardingAsksFirst()
    {
        var door = await SignedDelivery.DoorAsync(_app.App, Secret);
        await RefuseAsync(door, "{}");
        await RefuseAsync(door, "[]");
        await OpenAsync();

        await ClickAsync("verify");
        await UntilAsync(() => Text("notice") == "It still does not verify.", "the notice");
        await ClickAsync("verify-all");
        await UntilAsync(() => Text("notice") == "Verified all again: none of 2 can be accepted.", "the notice");

        await ClickAsync("discard");
        await AnswerAsync("Keep it");
        await ClickAsync("discard");
        await AnswerAsync("Discard");
        await UntilAsync(() => All("rejected-row").Count == 1, "one discarded");
        await ClickAsync("discard-all");
        await AnswerAsync("Discard all");
        await UntilAsync(() => All("empty-state").Count == 1, "all discarded");
    }

    [Fact]
    public async Task OneSubscription_IsShownAlone_ByTheAddress()
    {
        var (one, two) = (await SignedDelivery.DoorAsync(_app.App, Secret), await SignedDelivery.DoorAsync(_app.App, Secret));
        await RefuseAsync(one, "{}");
        await RefuseAsync(two, "{}");
        await RefuseAsync(two, "[]");
        await OpenAsync();
        Assert.Equal((2, 3), (All("rejected-source").Count, All("rejected-row").Count));

        await _page.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo($"/rejected?subscriptionId={one.Id}"));

        await UntilAsync(() => All("rejected-row").Count == 1, "only its own");
        Assert.Equal($"{one.Id}", Assert.Single(All("rejected-source")).GetAttribute("data-subscription-id"));
        await _page.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo("/rejected"));
        await UntilAsync(() => All("rejected-row").Count == 3, "all again");
    }

    [Fact]
    public async Task InDanish_ThePageSpeaksIt_AndWhatIsStoredStaysEnglish()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Words.Danish, Words.Danish);
        var door = await SignedDelivery.DoorAsync(_app.App, Secret);
        await RefuseAsync(door, "{}", secret: "not-the-right-one");
        await OpenAsync();

        await ClickAsync("verify");

        await UntilAsync(() => Text("notice") == "Den kan stadig ikke verificeres.", "the notice");
        Assert.StartsWith("Oftest er hemmeligheden", Text("advice"), StringComparison.Ordinal);
        Assert.StartsWith("The code is not", Text("explanation"), StringComparison.Ordinal);
        Assert.Equal("en", All("explanation")[0].GetAttribute("lang"));
        var stored = await _app.App.Services.GetRequiredService<RejectedStore>().ListAsync(door.Id, null, 1, CancellationToken.None);
        Assert.StartsWith("Most often the secret", stored.Items[0].Advice, StringComparison.Ordinal);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _app.DisposeAsync();
    }

    private void Use<T>()
        where T : class => Services.AddTransient(_ => _app.App.Services.GetRequiredService<T>());

    private async Task OpenAsync()
    {
        _dialogs = Render<MudDialogProvider>();
        _page = Render<RejectedPage>();
        await UntilAsync(() => All("loading").Count == 0, "the page has read");
    }

    private async Task RefuseAsync(Door door, string body, params (string, string)[] headers)
    {
        var store = _app.App.Services.GetRequiredService<RejectedStore>();
        var before = await store.CountAsync(CancellationToken.None);
        using var answer = await _app.Client.PostAsync(door, body, headers);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        await Eventually.TrueAsync(async () => await store.CountAsync(CancellationToken.None) > before, "it is stored");
    }

    private Task RefuseAsync(Door door, string body, string secret) =>
        RefuseAsync(door, body, SignedDelivery.Headers(secret, _app.Clock.GetUtcNow(), body, Guid.NewGuid().ToString()));

    private async Task EnterAsync(string secret)
    {
        await _page.InvokeAsync(() => _page.Find("[data-testid=secret-form] input[type=password]").Input(secret));
        await _page.InvokeAsync(() => { _ = _page.Find("[data-testid=secret-form]").SubmitAsync(); });
    }

    private IReadOnlyList<IElement> All(string testId) => _page.FindAll($"[data-testid={testId}]");

    private string Text(string testId) => string.Join(' ', All(testId).Select(x => x.TextContent.Trim()));

    private static Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what);

    private async Task ClickAsync(string testId)
    {
        await UntilAsync(() => All(testId).Count > 0 && !All(testId)[0].HasAttribute("disabled"), $"{testId} can be clicked");
        await _page.InvokeAsync(() => { _ = All(testId)[0].ClickAsync(); });
    }

    private async Task AnswerAsync(string button)
    {
        await UntilAsync(() => _dialogs.FindAll("button").Any(x => x.TextContent.Trim() == button), "the question");
        await _dialogs.InvokeAsync(() => { _ = _dialogs.FindAll("button").First(x => x.TextContent.Trim() == button).ClickAsync(); });
        await UntilAsync(() => _dialogs.FindAll("button").Count == 0, "the question is gone");
    }
}
