using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Penneo;
using PenneoDashboard.Security.Masking;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class CasefileLookupTests : IAsyncLifetime
{
    private FakePenneo _penneo = null!;
    private ApiHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CasefileLookup Lookup => _host.Services.GetRequiredService<CasefileLookup>();

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
    public async Task Casefile_IsReadOnce_AndAgainAfterAWhile()
    {
        _penneo.Casefiles["531"] = """{"id":531,"title":"Ærø lease","status":1,"signers":[{"id":9001,"name":"Alma Example","signingRequest":{"id":1,"status":1}},{"id":9002,"name":null}],"documents":[]}""";

        var found = await Lookup.ReadAsync(531, ReaderMask.None, Stop);
        await Lookup.ReadAsync(531, ReaderMask.None, Stop);

        Assert.Equal("Ærø lease", found.Casefile!.Title);
        Assert.Equal([new PenneoSigner(9001, "Alma Example"), new PenneoSigner(9002, null)], found.Casefile.Signers);
        var request = Assert.Single(_penneo.Requests);
        Assert.Equal(("GET", "/api/v3/casefiles/531"), (request.Method, request.Path));

        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        _penneo.Casefiles["531"] = """{"title":"Renamed"}""";
        Assert.Equal("Renamed", (await Lookup.ReadAsync(531, ReaderMask.None, Stop)).Casefile!.Title);
    }

    [Fact]
    public async Task MaskedReader_IsToldIds_WhoeverAskedBefore()
    {
        _penneo.Casefiles["531"] = """{"id":531,"title":"Ærø lease","signers":[{"id":9001,"name":"Alma Example"}]}""";
        await Lookup.ReadAsync(531, ReaderMask.None, Stop);

        var masked = await Lookup.ReadAsync(531, new ReaderMask(true), Stop);

        Assert.Null(masked.Casefile!.Title);
        Assert.Equal([new PenneoSigner(9001, null)], masked.Casefile.Signers);
        Assert.Equal("Ærø lease", (await Lookup.ReadAsync(531, ReaderMask.None, Stop)).Casefile!.Title);
    }

    [Theory]
    [InlineData("""{"id":"531","title":7,"signers":"none"}""", null, 0)]
    [InlineData("""{"title":"   ","signers":[1,null,{"name":"x"},{"id":"12","name":"Bo"},{"id":12,"name":"again"}]}""", null, 1)]
    [InlineData("""{"title":"\ud800","signers":[]}""", null, 0)]
    [InlineData("""{}""", null, 0)]
    public async Task OddAnswers_AreReadAsFarAsTheyGo(string answer, string? title, int signers)
    {
        _penneo.Casefiles["531"] = answer;

        var found = await Lookup.ReadAsync(531, ReaderMask.None, Stop);

        Assert.Equal((title, signers), (found.Casefile!.Title, found.Casefile.Signers.Count));
    }

    [Theory]
    [InlineData(403, true)]
    [InlineData(404, true)]
    [InlineData(401, false)]
    [InlineData(400, false)]
    public async Task Refusal_IsRememberedToo(int status, bool isRefused)
    {
        _penneo.Fail(PenneoCall.Casefile, Answers.Error(status, "No."));

        Assert.Equal(new CasefileReading(null, isRefused), await Lookup.ReadAsync(531, ReaderMask.None, Stop));
        Assert.Equal(new CasefileReading(null, isRefused), await Lookup.ReadAsync(531, ReaderMask.None, Stop));
        Assert.Equal(1, _penneo.Calls(PenneoCall.Casefile));

        _penneo.Heal();
        _penneo.Casefiles["531"] = "{}";
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(isRefused, (await Lookup.ReadAsync(531, ReaderMask.None, Stop)).Casefile is null);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("<html>Sign in</html>")]
    public async Task OtherAnswers_AreNone(string answer)
    {
        _penneo.Casefiles["531"] = answer;

        Assert.Equal(new CasefileReading(null, IsRefused: false), await Lookup.ReadAsync(531, ReaderMask.None, Stop));
    }

    [Fact]
    public async Task WithoutCredentials_NobodyIsAsked()
    {
        await using var host = new ApiHost(_penneo, ("Penneo:Authentication:Token", null));

        Assert.Equal(CasefileReading.NotAsked, await host.Services.GetRequiredService<CasefileLookup>().ReadAsync(531, ReaderMask.None, Stop));
        Assert.Empty(_penneo.Requests);
    }

    [Fact]
    public async Task Many_AreAskedForAFewAtATime_EachOnce()
    {
        var (gate, now, most) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0, 0);
        _penneo.Fail(PenneoCall.Casefile, async http =>
        {
            var under = Interlocked.Increment(ref now);
            Volatile.Write(ref most, Math.Max(Volatile.Read(ref most), under));
            await gate.Task;
            Interlocked.Decrement(ref now);
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, "{}");
        });

        var all = Enumerable.Range(0, 20).Select(i => Lookup.ReadAsync(i % 10, ReaderMask.None, Stop)).ToList();
        await Simulator.Eventually.TrueAsync(() => Volatile.Read(ref now) == CasefileLookup.AtOnce, "as many calls as there may be");
        gate.SetResult();
        await Task.WhenAll(all);

        Assert.Equal((CasefileLookup.AtOnce, 10), (most, _penneo.Calls(PenneoCall.Casefile)));
    }

    [Fact]
    public async Task WhoLeaves_DoesNotEndTheCallForOthers()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _penneo.Fail(PenneoCall.Casefile, async http =>
        {
            await gate.Task;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, """{"title":"Lease"}""");
        });
        using var leaving = new CancellationTokenSource();
        var gone = Lookup.ReadAsync(531, ReaderMask.None, leaving.Token);
        var stays = Lookup.ReadAsync(531, ReaderMask.None, Stop);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.SetResult();

        Assert.Equal("Lease", (await stays).Casefile!.Title);
    }

    [Fact]
    public async Task Memory_IsBounded()
    {
        for (var id = 0; id <= CasefileLookup.MostRemembered; id++)
            await Lookup.ReadAsync(id, ReaderMask.None, Stop);
        var calls = _penneo.Calls(PenneoCall.Casefile);

        await Lookup.ReadAsync(CasefileLookup.MostRemembered, ReaderMask.None, Stop);
        Assert.Equal(calls, _penneo.Calls(PenneoCall.Casefile));
        await Lookup.ReadAsync(0, ReaderMask.None, Stop);
        Assert.Equal(calls + 1, _penneo.Calls(PenneoCall.Casefile));
    }
}
