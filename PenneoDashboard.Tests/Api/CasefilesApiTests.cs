using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Api;

public sealed class CasefilesApiTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private AppClient Client => fixture.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Casefile_TellsWhereItStands()
    {
        var (id, door) = (fixture.NewId(), await Client.SubscribeAsync("signer"));
        await Client.StoreAsync(door, Messages.Signer(id, 9001, "requestSent"), Messages.Signer(id, 9002, "undeliverable", date: "2026-01-02 11:00:00.000000"));

        var casefile = await Client.GetAsync($"/api/v1/casefiles/{id}");

        Assert.Equal("blocked", casefile.Text("state"));
        Assert.Equal("2026-01-02T11:00:00.000000Z", casefile.Text("stateSince"));
        Assert.Equal("2026-01-02T10:00:00.000000Z", casefile.Text("waitingSince"));
        Assert.Equal("2026-01-02T11:00:00.000000Z", casefile.Text("stalledSince"));
        Assert.Equal(["neverOpened", "undelivered"], casefile.Items("stallReasons").Select(x => x.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal([(9002, "undeliverable"), (9001, "asked")], casefile.Items("waitingFor").Select(x => (x.Number("signerId")!.Value, x.Text("stage")!)));
        var signer = casefile.Items("signers")[0];
        Assert.Equal((9001, "requestSent", 1, "asked"), (signer.Number("id")!.Value, signer.Text("lastEventType"), signer.Number("eventCount"), signer.Text("stage")));
        Assert.Equal("2026-01-02T10:00:00.000000Z", signer.GetProperty("steps").Text("sent"));
        Assert.Equal("late", Assert.Single(casefile.Items("notes")).Text("problem"));
    }

    [Fact]
    public async Task List_IsFiltered_AsSoonAsTheCasefileIsStored()
    {
        var (id, door) = (fixture.NewId(), await Client.SubscribeAsync("signer"));
        await Client.StoreAsync(door, Messages.Signer(id, 9001, "undeliverable"));

        var found = Assert.Single((await Client.GetAsync($"/api/v1/casefiles?state=blocked&stalled=true&q={id}")).Items());

        Assert.Equal((id, "blocked", 1, 0), (found.Number("id")!.Value, found.Text("state"), found.Number("waitingCount"), found.Number("signedCount")));
        Assert.Equal((9001, "undeliverable"), (found.GetProperty("waitingFor").Number("signerId")!.Value, found.GetProperty("waitingFor").Text("stage")));
        Assert.Empty((await Client.GetAsync($"/api/v1/casefiles?state=completed&q={id}")).Items());
    }

    [Fact]
    public async Task List_WithoutFilter_KeepsItsNumbersAsCursor()
    {
        var door = await Client.SubscribeAsync();
        await Client.StoreAsync(door, Messages.Casefile(fixture.NewId()), Messages.Casefile(fixture.NewId()), Messages.Casefile(fixture.NewId()));

        var first = await Client.GetAsync("/api/v1/casefiles?limit=2");
        var second = await Client.GetAsync($"/api/v1/casefiles?limit=1&before={first.Number("next")}");

        Assert.Equal(3, first.Items().Concat(second.Items()).Select(x => x.Number("id")).Distinct().Count());
        Assert.Equal((2, 1), (first.Items().Count, second.Items().Count));
    }

    [Fact]
    public async Task List_LongestWaiting_ReadsOn()
    {
        var door = await Client.SubscribeAsync("signer");
        var title = $"Waiting {fixture.NewId()}";
        long[] ids = [fixture.NewId(), fixture.NewId(), fixture.NewId()];
        await Client.StoreAsync(door, ids.Select(id =>
            $$$"""{"topic":"signer","eventType":"opened","eventTime":{{{Messages.Time("2026-01-02 10:00:00.000000")}}},"payload":{"id":1,"caseFile":{"id":{{{id}}},"status":1,"title":"{{{title}}}"} } }"""));

        var first = await Client.GetAsync($"/api/v1/casefiles?sort=waiting&q={Uri.EscapeDataString(title)}&limit=2");
        var second = await Client.GetAsync($"/api/v1/casefiles?sort=waiting&q={Uri.EscapeDataString(title)}&limit=2&before={first.Text("next")}");

        Assert.Equal(ids, first.Items().Concat(second.Items()).Select(x => x.Number("id")!.Value));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("state=lost", "state", "'lost' is not one of inProgress, blocked,")]
    [InlineData("state=99", "state", "'99' is not one of")]
    [InlineData("sort=upwards", "sort", "'upwards' is not one of activity, waiting.")]
    [InlineData("before=x", "before", "'x' is not what")]
    [InlineData("sort=waiting&before=12", "before", "'12' is not what")]
    [InlineData("limit=0", "limit", "From 1 to 1000.")]
    [InlineData("stalled=maybe", "stalled", "true or false")]
    public async Task List_AskedWrongly_SaysWhatIsWrong(string query, string name, string words)
    {
        using var answer = await Client.Http.GetAsync($"/api/v1/casefiles?{query}", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Contains(words, problem.GetProperty("errors").GetProperty(name)[0].GetString(), StringComparison.Ordinal);
    }
}
