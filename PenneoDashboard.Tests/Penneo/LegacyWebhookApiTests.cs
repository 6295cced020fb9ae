using System.Net;
using PenneoDashboard.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class LegacyWebhookApiTests : IAsyncLifetime
{
    private const string Path = "/api/v1/webhook/subscriptions";
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

    public static TheoryData<PenneoCall> EveryCall => [.. Enum.GetValues<PenneoCall>()];

    [Fact]
    public async Task Create_SendsWhatPenneosPageShows()
    {
        var made = await _host.Api.CreateAsync("casefile", "https://hooks.example.com/a", Stop);

        var request = Assert.Single(_penneo.Requests);
        Assert.Equal(("POST", Path), (request.Method, request.Path));
        Assert.Equal("""{"topic":"casefile","endpoint":"https://hooks.example.com/a"}""", request.Body);
        AssertPageHeaders(request);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal((_penneo.Subscriptions[0].Id, "casefile", "https://hooks.example.com/a", false), (made.Id, made.Topic, made.Endpoint, made.Confirmed));
    }

    [Fact]
    public async Task Confirm_SendsTheTokenAndTakesAnEmptyAnswer()
    {
        var one = _penneo.Add("casefile", "https://hooks.example.com/a", confirmed: false);

        await _host.Api.ConfirmAsync("701", one.Token, Stop);

        var request = Assert.Single(_penneo.Requests);
        Assert.Equal(("POST", Path + "/701/confirm", """{"token":"token-701"}"""), (request.Method, request.Path, request.Body));
        AssertPageHeaders(request);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.True(_penneo.Subscriptions[0].Confirmed);
    }

    [Fact]
    public async Task Confirm_EmptyAnswerLabelledAsHtml_IsFine()
    {
        // What a PHP program answers when it says nothing about an empty body.
        _penneo.Fail(PenneoCall.Confirm, Answers.Text(200, "text/html", ""));

        await _host.Api.ConfirmAsync("701", "t", Stop);
    }

    [Theory]
    [InlineData(PenneoCall.Test, "POST", "/701/test")]
    [InlineData(PenneoCall.Delete, "DELETE", "/701")]
    [InlineData(PenneoCall.List, "GET", "")]
    public async Task OtherCalls_HaveNoBody(PenneoCall call, string method, string path)
    {
        _penneo.Fail(call, Answers.Text(200, "application/json", call == PenneoCall.List ? "[]" : ""));

        await _host.CallAsync(call);

        var request = Assert.Single(_penneo.Requests);
        Assert.Equal((method, Path + path, ""), (request.Method, request.Path, request.Body));
        AssertPageHeaders(request);
        Assert.DoesNotContain("Content-Type", request.Headers.Keys);
    }

    [Theory]
    [InlineData("""[{"id":7,"topic":"signer","endpoint":"https://x.example.com","confirmed":true}]""")]
    [InlineData("""{"items":[{"id":"7","topic":"signer","endpoint":"https://x.example.com","confirmed":true,"created":"1535571567"}]}""")]
    [InlineData("""[null,{"id":7,"topic":"signer","endpoint":"https://x.example.com","confirmed":true,"more":{"a":[1]}}]""")]
    public async Task List_EveryShape_IsRead(string json)
    {
        _penneo.Fail(PenneoCall.List, Answers.Text(200, "application/json", json));

        var one = Assert.Single(await _host.Api.ListAsync(Stop));

        Assert.Equal((7, "signer", "https://x.example.com", true), (one.Id, one.Topic, one.Endpoint, one.Confirmed));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"items":null}""")]
    [InlineData("""{"hello":1}""")]
    [InlineData("""[{"topic":"signer"}]""")]
    [InlineData("""[7]""")]
    [InlineData("")]
    [InlineData("oops")]
    public async Task List_AnythingElse_IsAFailureInWords(string body)
    {
        _penneo.Fail(PenneoCall.List, Answers.Text(200, "application/json", body));

        var failure = await _host.FailureAsync(PenneoCall.List);

        Assert.StartsWith("Penneo answered, but not with what its API promises", failure.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, Answers.RequestId, Answers.TraceId), (failure.Status, failure.RequestId, failure.TraceId));
        Assert.False(failure.NothingDone);
    }

    [Theory]
    [MemberData(nameof(EveryCall))]
    public async Task WebPageInsteadOfAnAnswer_IsAFailureEvenWith200(PenneoCall call)
    {
        _penneo.Fail(call, Answers.Html(200));

        var failure = await _host.FailureAsync(call);

        Assert.Contains("a web page came. Check the address in Penneo:ApiBaseUrl.", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.NothingDone);
    }

    [Theory]
    [MemberData(nameof(EveryCall))]
    public async Task Silence_EndsInAMessage(PenneoCall call)
    {
        _penneo.Fail(call, Answers.Silence(_penneo));

        AssertTooSlow(call, await _host.FailureAsync(call));
    }

    [Theory]
    [MemberData(nameof(EveryCall))]
    public async Task AnswerThatStopsHalfway_EndsInAMessage(PenneoCall call)
    {
        _penneo.Fail(call, Answers.HalfAnAnswer(_penneo));

        AssertTooSlow(call, await _host.FailureAsync(call));
    }

    [Theory]
    [MemberData(nameof(EveryCall))]
    public async Task ClosedConnection_LeavesOpenWhetherItWasDone(PenneoCall call)
    {
        _penneo.Fail(call, Answers.Close);

        var failure = await _host.FailureAsync(call);

        Assert.StartsWith($"The connection to Penneo at {new Uri(_penneo.Url).Authority} broke", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.NothingDone);
        Assert.Null(failure.Status);
    }

    [Theory]
    [MemberData(nameof(EveryCall))]
    public async Task NobodyListens_NothingIsDone(PenneoCall call)
    {
        await using var dead = new ApiHost(_penneo, ("Penneo:ApiBaseUrl", "http://127.0.0.1:1"));

        var failure = await dead.FailureAsync(call);

        Assert.StartsWith("Penneo can't be reached at 127.0.0.1:1", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.NothingDone);
    }

    [Fact]
    public async Task Delete_GoneAlready_IsDone()
    {
        await _host.Api.DeleteAsync("701", Stop);

        Assert.Equal(1, _penneo.Calls(PenneoCall.Delete));
    }

    [Fact]
    public async Task Delete_WithTheWholeServiceGone_IsDone()
    {
        _penneo.Fail(PenneoCall.Delete, Answers.Error(410, "Shut down."));

        await _host.Api.DeleteAsync("701", Stop);

        Assert.Equal(1, _penneo.Calls(PenneoCall.Delete));
    }

    [Fact]
    public async Task Delete_PageOfSomeOtherServer_IsAFailure()
    {
        _penneo.Fail(PenneoCall.Delete, Answers.Html(404));

        Assert.Contains("a web page instead of JSON", (await _host.FailureAsync(PenneoCall.Delete)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoToken_NothingIsSent()
    {
        await using var host = new ApiHost(_penneo, ("Penneo:Authentication:Token", ""));

        var failure = await host.FailureAsync(PenneoCall.Create);

        Assert.Contains("Penneo:Authentication:Token", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.NothingDone);
        Assert.Empty(_penneo.Requests);
    }

    private static void AssertTooSlow(PenneoCall call, PenneoException failure)
    {
        Assert.Contains($"did not answer within {(call is PenneoCall.List or PenneoCall.Casefile or PenneoCall.CurrentList or PenneoCall.CurrentRead ? 30 : 10)} seconds. Try again", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.NothingDone);
    }

    private static void AssertPageHeaders(PenneoRequest request)
    {
        Assert.Equal("JWT", request.Headers["Authorization"]);
        Assert.Equal(FakePenneo.Token, request.Headers["X-Auth-Token"]);
        Assert.Equal("application/json", request.Headers["Accept"]);
        Assert.Equal("utf-8", request.Headers["Accept-Charset"]);
    }
}
