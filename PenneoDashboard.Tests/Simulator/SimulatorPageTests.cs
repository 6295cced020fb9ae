using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PenneoDashboard.Language;
using PenneoDashboard.Simulator;
using PenneoDashboard.Tests.Shared;
using Xunit;
using SimulatorPage = PenneoDashboard.Simulator.Simulator;

namespace PenneoDashboard.Tests.Simulator;

public sealed class SimulatorPageTests : ComponentTest
{
    public SimulatorPageTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void Page_SimulatorNotRunning_SaysSo()
    {
        var page = Render<SimulatorPage>();

        Assert.Contains("Penneo:Environment", page.Find("[data-testid=simulator-off]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=start-scenario]"));
    }

    [Fact]
    public void Page_NoConfirmedSubscription_PointsToSubscriptionsUntilThereIsOne()
    {
        var page = RenderRunning();
        var hint = page.Find("[data-testid=no-subscription]");
        Assert.Contains("No working subscription yet", hint.TextContent, StringComparison.Ordinal);
        Assert.Equal("/subscriptions", hint.QuerySelector("a")!.GetAttribute("href"));

        var subscription = Book.Create("casefile", "http://localhost/hook");
        page.WaitForAssertion(() => Assert.Contains("Not confirmed", page.Find("[data-testid=simulated-subscription]").TextContent, StringComparison.Ordinal));
        Book.Confirm(subscription.Id);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=no-subscription]")));
        Assert.Contains("Confirmed", page.Find("[data-testid=simulated-subscription]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DefaultChoices_RunsACasefileThatCanBeStopped()
    {
        var page = RenderRunning();

        await page.InvokeAsync(() => page.Find("[data-testid=start-scenario]").ClickAsync());

        var running = Assert.Single(Runner.Casefiles);
        Assert.Equal(ScenarioOutcome.HappyPath, running.Outcome);
        var links = page.Find("[data-testid=started]").QuerySelectorAll("a").Select(x => x.GetAttribute("href"));
        Assert.Equal(["/timeline", $"/casefiles/{running.CasefileId}"], links);
        await page.InvokeAsync(() => page.Find($"[aria-label='Stop casefile {running.CasefileId}']").ClickAsync());
        page.WaitForAssertion(() => Assert.Equal("Stopped", page.Find("[data-testid=running-casefile]").GetAttribute("data-state")));
        Assert.Equal(0, Runner.Running);
    }

    [Theory]
    [InlineData(ScenarioOutcome.Rejection)]
    [InlineData(ScenarioOutcome.Undeliverable)]
    [InlineData(ScenarioOutcome.Failure)]
    public async Task Form_OtherChoices_AreWhatIsStarted(ScenarioOutcome outcome)
    {
        ScenarioRequest? started = null;
        var form = Render<ScenarioForm>(x => x.Add(f => f.OnStart, request => started = request));

        await form.InvokeAsync(() => form.Find($"[data-outcome={outcome}] input").ClickAsync());
        await form.InvokeAsync(() => form.Find("[aria-label=Signers]").InputAsync("5"));
        await form.InvokeAsync(() => form.Find("[aria-label='Signing rounds']").InputAsync("3"));
        await form.InvokeAsync(() => form.Find("[data-testid=repeat-events]").ChangeAsync(true));
        await form.FindAll(".mud-toggle-item").First(x => x.TextContent.Contains("Fast", StringComparison.Ordinal)).ClickAsync();
        await form.FindAll(".mud-toggle-item").First(x => x.TextContent.Contains("Names too", StringComparison.Ordinal)).ClickAsync();
        await form.InvokeAsync(() => form.Find("[data-testid=start-scenario]").ClickAsync());

        var expected = new ScenarioRequest
        {
            Outcome = outcome,
            Signers = 5,
            Rounds = 3,
            RepeatEvents = true,
            Speed = ScenarioSpeed.Fast,
            Payload = ScenarioPayload.Full,
        };
        Assert.Equal(expected, started);
    }

    [Fact]
    public async Task Traffic_StartChangeStop_DrivesTheTraffic()
    {
        var page = RenderRunning();
        var traffic = Services.GetRequiredService<ContinuousTraffic>();

        await page.InvokeAsync(() => page.Find("[data-testid=start-traffic]").ClickAsync());
        Assert.Equal(1, traffic.EventsPerSecond);
        Assert.Contains("measured", page.Find("[data-testid=measured-rate]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[aria-label='Events per second']").InputAsync("5"));
        Assert.Equal(10, traffic.EventsPerSecond);
        await page.InvokeAsync(() => page.Find("[data-testid=stop-traffic]").ClickAsync());

        Assert.Equal(0, traffic.EventsPerSecond);
        Assert.Equal("stopped", page.Find("[data-testid=traffic]").GetAttribute("data-state"));
    }

    [Fact]
    public async Task Subscriptions_Dropping_CanBeResumed()
    {
        var page = RenderRunning();
        var id = Book.Create("signer", "http://localhost/hook").Id;
        Book.Confirm(id);
        Book.MarkDropping(id);
        page.WaitForAssertion(() => Assert.Contains("Dropping", page.Find("[data-testid=simulated-subscription]").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find("[data-testid=resume]").ClickAsync());

        Assert.True(Book.Find(id)!.Receives);
        Assert.Empty(page.FindAll("[data-testid=resume]"));
    }

    [Fact]
    public void Deliveries_AsTheyHappen_AppearNewestFirst()
    {
        var page = RenderRunning();
        var log = Services.GetRequiredService<DeliveryLog>();
        var at = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

        log.Add(new DeliveryAttempt(0, at, "101", "signer", "signed", 17, 1, 200, TimeSpan.FromMilliseconds(12), null));
        log.Add(new DeliveryAttempt(0, at, "101", "signer", "<b>opened</b>", 17, 2, 500, TimeSpan.FromMilliseconds(3), "Answered 500"));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=delivery-row]").Count));
        var rows = page.FindAll("[data-testid=delivery-row]");
        Assert.Contains("<b>opened</b>", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Answered 500", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("06:06:07", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("/casefiles/17", rows[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("1 failed attempts", page.Find("[data-testid=delivery-counters]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chaos_IsSetBySliders_ShownAtTheTop_AndTurnedOff()
    {
        var page = RenderRunning();
        Assert.Empty(page.FindAll("[data-testid=chaos-on]"));
        Assert.Equal("off", page.Find("[data-testid=chaos]").GetAttribute("data-state"));

        await page.InvokeAsync(() => page.Find("[aria-label=Lose]").ChangeAsync("4"));
        await page.InvokeAsync(() => page.Find("[aria-label=Tamper]").ChangeAsync("6"));
        Assert.Equal(new ChaosSettings { Lose = 25, Tamper = 100 }, Book.Switches.Chaos);
        Assert.Contains("deliveries lost (25 %), signed deliveries tampered with (100 %)", page.Find("[data-testid=chaos-on]").TextContent, StringComparison.Ordinal);
        Assert.Equal("25", page.Find("[data-kind=lose]").GetAttribute("data-percent"));

        Book.Switch(x => x with { Chaos = new ChaosSettings { Delay = 7, DelaySeconds = 42 } });
        page.WaitForAssertion(() => Assert.Contains("7 %", page.Find("[data-kind=delay]").TextContent, StringComparison.Ordinal));
        Assert.Contains("42 s", page.Find("[data-kind=delay]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=chaos-off]").ClickAsync());

        Assert.Empty(page.FindAll("[data-testid=chaos-on]"));
        Assert.Equal(new ChaosSettings { DelaySeconds = 42 }, Book.Switches.Chaos);
    }

    [Fact]
    public async Task Switches_ShutLegacyDown_AndBackOn()
    {
        var page = RenderRunning();
        Book.Confirm(Book.Create("signer", "http://localhost/hook").Id);

        await page.InvokeAsync(() => page.Find("[data-testid=legacy-shut-down]").ChangeAsync(true));
        Assert.True(Book.Switches.LegacyShutDown);
        Assert.Contains("410", page.Find("[data-testid=legacy-off]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Shut down", page.Find("[data-testid=simulated-subscription]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=legacy-off] button").ClickAsync());
        Assert.False(Book.Switches.LegacyShutDown);
        Assert.Empty(page.FindAll("[data-testid=legacy-off]"));

        await page.InvokeAsync(() => page.Find("[data-testid=casefiles-refused]").ChangeAsync(true));
        Assert.True(Book.Switches.CasefilesRefused);
    }

    [Fact]
    public void Deliveries_ThatSufferedOnPurpose_SaySo()
    {
        var page = RenderRunning();
        var log = Services.GetRequiredService<DeliveryLog>();
        var attempt = new DeliveryAttempt(0, DateTimeOffset.UnixEpoch, "101", "signer", "signed", 17, 1, 401, TimeSpan.FromMilliseconds(12), "Answered 401") { Chaos = "Byte 3 of the body changed" };

        log.Add(attempt);
        log.Lost(attempt with { StatusCode = null, Error = null, Chaos = "Lost on purpose" });

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=delivery-chaos]").Count));
        Assert.Equal(["Lost on purpose", "Byte 3 of the body changed"], page.FindAll("[data-testid=delivery-chaos]").Select(x => x.TextContent));
        Assert.Contains("1 lost on purpose", page.Find("[data-testid=delivery-counters]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Lost", page.FindAll("[data-testid=delivery-row]")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void InDanish_ThePageSpeaksIt_AndWhatTheSimulatorRecordsStaysEnglish()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Words.Danish, Words.Danish);
        var page = RenderRunning();
        Assert.Contains("Alle underskriver", page.Find("[data-outcome=HappyPath]").TextContent, StringComparison.Ordinal);

        Book.Switch(x => x with { Chaos = new ChaosSettings { Lose = 25, Delay = 7, DelaySeconds = 42 } });
        Services.GetRequiredService<DeliveryLog>().Add(
            new DeliveryAttempt(0, DateTimeOffset.UnixEpoch, "101", "signer", "signed", 17, 1, 500, TimeSpan.FromMilliseconds(1234), "Answered 500") { Chaos = "Delayed by 42 s" });

        page.WaitForAssertion(() => Assert.Contains("1 mislykkede forsøg", page.Find("[data-testid=delivery-counters]").TextContent, StringComparison.Ordinal));
        Assert.Contains("leveringer tabt (25 %), leveringer forsinket (7 %)", page.Find("[data-testid=chaos-on]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Sendes 42 sek. for sent.", page.Find("[data-kind=delay]").TextContent, StringComparison.Ordinal);
        Assert.Contains("1.234", page.Find("[data-testid=delivery-row]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Answered 500", "Delayed by 42 s"], page.FindAll("[data-testid=delivery-row] [lang=en]").Select(x => x.TextContent));
    }

    [Fact]
    public async Task Dispose_WhileTrafficRuns_StopsListening()
    {
        var page = RenderRunning();
        var changes = Services.GetRequiredService<SimulatorChanges>();
        await page.InvokeAsync(() => page.Find("[data-testid=start-traffic]").ClickAsync());

        Assert.Equal(1, changes.Listeners);
        await DisposeComponentsAsync();

        Assert.Equal(0, changes.Listeners);
        await Services.GetRequiredService<ContinuousTraffic>().StopAsync();
    }

    private SubscriptionBook Book => Services.GetRequiredService<SubscriptionBook>();

    private ScenarioRunner Runner => Services.GetRequiredService<ScenarioRunner>();

    private IRenderedComponent<SimulatorPage> RenderRunning()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddSimulator();
        foreach (var service in builder.Services.Where(x => !Services.Any(y => y.ServiceType == x.ServiceType && y.ServiceKey == x.ServiceKey)).ToArray())
            Services.Add(service);
        return Render<SimulatorPage>();
    }
}
