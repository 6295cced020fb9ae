using PenneoDashboard.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class CurrentWebhookApiTests : IAsyncLifetime
{
    private FakePenneo _penneo = null!;
    private ApiHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _penneo = await FakePenneo.StartAsync();
        _host = new ApiHost(_penneo);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _penneo.DisposeAsync();
    }

    [Fact]
    public async Task Create_SendsEverything_AndBringsTheSecret()
    {
        var made = await _host.Current.CreateAsync(
            new CurrentSettings("https://hooks.example.com/a", ["sign.casefile.completed", PenneoVocabulary.TestEventType], true), Stop);

        var request = Assert.Single(_penneo.Requests);
        Assert.Equal(("POST", FakePenneo.CurrentPath), (request.Method, request.Path));
        Assert.Equal("""{"endpoint":"https://hooks.example.com/a","eventTypes":["sign.casefile.completed","webhook.subscription.test"],"isActive":true}""", request.Body);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal("Bearer " + FakePenneo.Token, request.Headers["Authorization"]);
        var there = Assert.Single(_penneo.CurrentSubscriptions);
        Assert.Equal((there.Id, there.Secret, there.Endpoint, true), (made.Id, made.Secret, made.Endpoint, made.IsActive));
        Assert.DoesNotContain(there.Secret, made.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items":[{"id":"u-1","endpoint":"https://a.example.com","eventTypes":["sign.signer.signed"],"isActive":false,"secret":"s","new":1}]}""")]
    [InlineData("""[{"id":"u-1","endpoint":"https://a.example.com","eventTypes":["sign.signer.signed"]}]""")]
    public async Task List_StandsAloneOrInItems(string answer)
    {
        _penneo.Fail(PenneoCall.CurrentList, Answers.Text(200, "application/json", answer));

        var one = Assert.Single(await _host.Current.ListAsync(Stop));

        Assert.Equal(("u-1", "https://a.example.com", false), (one.Id, one.Endpoint, one.IsActive));
        Assert.Equal(["sign.signer.signed"], one.EventTypes);
    }

    [Theory]
    [InlineData(200, """{"id":"u-1"}""")]
    [InlineData(204, "")]
    public async Task Replace_TakesEitherAnswer_AndSendsAllThree(int status, string answer)
    {
        _penneo.Fail(PenneoCall.CurrentReplace, async http =>
        {
            http.Response.StatusCode = status;
            if (answer.Length > 0)
                await Answers.Text(status, "application/json", answer)(http);
        });

        await _host.Current.ReplaceAsync("u/1", new CurrentSettings("https://hooks.example.com/a", ["sign.signer.signed"], false), Stop);

        var request = Assert.Single(_penneo.Requests);
        Assert.Equal("PUT", request.Method);
        Assert.Equal("""{"endpoint":"https://hooks.example.com/a","eventTypes":["sign.signer.signed"],"isActive":false}""", request.Body);
    }

    [Fact]
    public async Task Test_IsForAll_AndSendsAnEmptyObject()
    {
        await _host.Current.TestAllAsync(Stop);

        var request = Assert.Single(_penneo.Requests);
        Assert.Equal(("POST", FakePenneo.CurrentPath + "/test", "{}"), (request.Method, request.Path, request.Body));
    }

    [Fact]
    public async Task FindAndDelete_OfOneThatIsGone_AreNoFailures()
    {
        var one = _penneo.AddCurrent("https://hooks.example.com/a", "sign.signer.signed");
        Assert.Equal(one.Endpoint, (await _host.Current.FindAsync(one.Id, Stop))!.Endpoint);

        await _host.Current.DeleteAsync(one.Id, Stop);
        await _host.Current.DeleteAsync(one.Id, Stop);

        Assert.Null(await _host.Current.FindAsync(one.Id, Stop));
        Assert.Empty(_penneo.CurrentSubscriptions);
    }

    [Theory]
    [InlineData(PenneoCall.CurrentRead, 3)]
    [InlineData(PenneoCall.CurrentReplace, 1)]
    [InlineData(PenneoCall.CurrentTest, 1)]
    [InlineData(PenneoCall.CurrentCreate, 1)]
    public async Task ErrorOfPenneosOwn_OnlyReadsAreRepeated(PenneoCall call, int calls)
    {
        _penneo.Fail(call, Answers.Error(503, "Down for maintenance."));

        await _host.FailureAsync(call);

        Assert.Equal(calls, _penneo.Calls(call));
    }

    [Fact]
    public void Vocabulary_NamesEveryEventTypeOfTheCurrentService()
    {
        Assert.Equal("sign.signer.signed", PenneoVocabulary.CurrentName("signer", "signed"));
        Assert.Equal(("Signed", "signer"), (PenneoVocabulary.DescribeCurrent("sign.signer.signed").Label, PenneoVocabulary.DescribeCurrent("sign.signer.signed").Topic));
        Assert.Equal(PenneoVocabulary.TestEventType, PenneoVocabulary.DescribeCurrent(PenneoVocabulary.TestEventType).CurrentName);
        Assert.Equal("sign.signer.waved", PenneoVocabulary.DescribeCurrent("sign.signer.waved").Label);
        Assert.Equal(17, PenneoVocabulary.EventTypes.Select(x => x.CurrentName).Distinct().Count());
    }
}
