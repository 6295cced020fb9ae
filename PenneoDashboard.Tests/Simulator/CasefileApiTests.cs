using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>Reading a casefile back from the simulated Penneo.</summary>
public sealed class CasefileApiTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1")]
    [InlineData("v3")]
    public async Task Read_BeforeAndAfterItRan_IsWhatPenneoDocuments(string version)
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var id = await host.PlayAsync("""{"signers":2,"rounds":2,"speed":"fast"}""");

        await Eventually.TrueAsync(() => host.SentOf(id).Count > 0, "the first event");
        var before = await ReadAsync(host, version, id);
        await host.PlayToTheEndAsync(_time);
        var after = await ReadAsync(host, version, id);

        Assert.Equal(
            ["id", "title", "status", "userId", "customerId", "created", "activated", "updated", "expireAt", "language", "signers", "documents"],
            after.EnumerateObject().Select(x => x.Name));
        Assert.Equal((1, 5), (before.GetProperty("status").GetInt32(), after.GetProperty("status").GetInt32()));
        Assert.NotEmpty(after.GetProperty("title").GetString()!);
        Assert.Equal((Now.ToUnixTimeSeconds(), Now.ToUnixTimeSeconds()), (after.GetProperty("created").GetInt64(), after.GetProperty("activated").GetInt64()));
        Assert.True(after.GetProperty("updated").GetInt64() > Now.ToUnixTimeSeconds());
        Assert.Equal(JsonValueKind.Null, after.GetProperty("expireAt").ValueKind);

        var signers = after.GetProperty("signers").EnumerateArray().ToList();
        Assert.Equal(host.SentOf(id).Select(x => x.SignerId).OfType<int>().Distinct().Order(), signers.Select(x => x.GetProperty("id").GetInt32()).Order());
        Assert.All(signers, x => Assert.Equal(
            ["id", "status", "email", "reminderInterval", "communicationChannel"], x.GetProperty("signingRequest").EnumerateObject().Select(m => m.Name)));
        Assert.All(signers, x => Assert.Equal(4, x.GetProperty("signingRequest").GetProperty("status").GetInt32()));
        Assert.All(signers, x => Assert.EndsWith("@example.com", x.GetProperty("signingRequest").GetProperty("email").GetString(), StringComparison.Ordinal));

        var document = Assert.Single(after.GetProperty("documents").EnumerateArray());
        Assert.Equal(["id", "documentId", "title", "status", "signable", "signatureLines"], document.EnumerateObject().Select(x => x.Name));
        var lines = document.GetProperty("signatureLines").EnumerateArray().ToList();
        Assert.Equal([1, 2], lines.Select(x => x.GetProperty("signOrder").GetInt32()));
        Assert.All(lines, x => Assert.Equal(JsonValueKind.Number, x.GetProperty("activatedAt").ValueKind));
    }

    [Theory]
    [InlineData("rejection", 2, 2)]
    [InlineData("undeliverable", 1, 5)]
    [InlineData("failure", 6, 4)]
    public async Task Read_AfterAnotherOutcome_AgreesWithTheEvents(string outcome, int casefile, int request)
    {
        await using var host = await SimulatorHost.StartAsync(_time);

        var id = await host.PlayAsync($$"""{"signers":1,"outcome":"{{outcome}}","speed":"fast"}""");
        await host.PlayToTheEndAsync(_time);

        var read = await ReadAsync(host, "v3", id);
        Assert.Equal(casefile, read.GetProperty("status").GetInt32());
        Assert.Equal(request, Assert.Single(read.GetProperty("signers").EnumerateArray()).GetProperty("signingRequest").GetProperty("status").GetInt32());
        var line = Assert.Single(Assert.Single(read.GetProperty("documents").EnumerateArray()).GetProperty("signatureLines").EnumerateArray());
        Assert.Equal(0, line.GetProperty("signOrder").GetInt32());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("99999999999")]
    [InlineData("abc")]
    [InlineData("-5")]
    public async Task Read_Unknown_IsPenneos404(string id)
    {
        await using var host = await SimulatorHost.StartAsync(_time);

        await SimulatorHost.AssertErrorAsync(await host.Client.GetAsync($"/simulator/penneo/api/v3/casefiles/{id}", Cancel), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Read_WithoutCredentials_IsRefused()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        using var stranger = new HttpClient { BaseAddress = new Uri(host.Url) };

        await SimulatorHost.AssertErrorAsync(await stranger.GetAsync("/simulator/penneo/api/v3/casefiles/5001", Cancel), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Access_Refused_Is403ForKnownAndUnknown_UntilItIsGivenBack()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var id = await host.PlayAsync("""{"signers":1,"speed":"fast"}""");

        await host.ControlAsync("casefile-access", """{"refused":true}""");
        await SimulatorHost.AssertErrorAsync(await host.Client.GetAsync($"/simulator/penneo/api/v3/casefiles/{id}", Cancel), HttpStatusCode.Forbidden);
        await SimulatorHost.AssertErrorAsync(await host.Client.GetAsync("/simulator/penneo/api/v1/casefiles/1", Cancel), HttpStatusCode.Forbidden);

        await host.ControlAsync("casefile-access", """{"refused":false}""");
        Assert.Equal(id, (await ReadAsync(host, "v3", id)).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Read_AfterARestart_IsAsItWas()
    {
        var folder = Directory.CreateTempSubdirectory("simulator").FullName;
        void InFolder(SimulatorOptions x) => x.StateFile = Path.Combine(folder, "simulator.json");
        int id;
        string before;
        await using (var host = await SimulatorHost.StartAsync(_time, InFolder))
        {
            id = await host.PlayAsync("""{"signers":3,"speed":"fast"}""");
            await host.PlayToTheEndAsync(_time);
            before = (await ReadAsync(host, "v3", id)).GetRawText();
        }

        await using (var again = await SimulatorHost.StartAsync(_time, InFolder))
            Assert.Equal(before, (await ReadAsync(again, "v3", id)).GetRawText());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Casefiles_MoreThanAreKept_TheOldestIsForgotten()
    {
        var casefiles = new SimulatedCasefiles();
        for (var id = 1; id <= SimulatedCasefiles.Capacity + 2; id++)
            casefiles.Keep(new SimulatedCasefile(id, "Sample", 0, 0, null, 0, false, [], []));

        Assert.Equal((SimulatedCasefiles.Capacity, null), (casefiles.All.Count, casefiles.Find(2)));
        Assert.NotNull(casefiles.Find(3));
    }

    [Fact]
    public async Task Sample_OfTheTestCall_IsNoCasefile()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var subscription = await host.SubscribeAsync("casefile", "a");
        await host.TestAsync(subscription);
        await Eventually.TrueAsync(() => host.Notifications("a").Count == 1, "the sample");

        var id = host.Notifications("a")[0].Json.GetProperty("payload").GetProperty("id").GetInt32();

        Assert.Null(host.Services.GetRequiredService<SimulatedCasefiles>().Find(id));
    }

    private static async Task<JsonElement> ReadAsync(SimulatorHost host, string version, int id) =>
        await host.Client.GetFromJsonAsync<JsonElement>($"/simulator/penneo/api/{version}/casefiles/{id}", Cancel);
}
