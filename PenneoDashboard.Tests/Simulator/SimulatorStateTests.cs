using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class SimulatorStateTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("simulator").FullName;

    private string StateFile => Path.Combine(_directory, "deeper", "simulator.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Restart_KeepsSubscriptionsAndNeverReusesIds()
    {
        IReadOnlyList<SimulatedSubscription> before;
        int casefile, signer;
        await using (var host = await StartAsync())
        {
            var confirmed = await host.SubscribeAsync("casefile", "a");
            host.Book.MarkDropping(confirmed);
            var deleted = await host.CreateAsync("signer", "b");
            await host.Client.DeleteAsync($"{SimulatorHost.Api}/{deleted}", TestContext.Current.CancellationToken);
            before = host.Book.All;
            (casefile, signer) = (host.Book.NextCasefileId(), host.Book.NextSignerId());
        }

        await using var again = await StartAsync();

        Assert.Equal(before, again.Book.All);
        Assert.True(again.Book.All[0] is { Confirmed: true, Dropping: true });
        Assert.True(again.Book.NextCasefileId() > casefile);
        Assert.True(again.Book.NextSignerId() > signer);
        Assert.Equal(before[0].Id + 2, await again.CreateAsync("signer", "c"));
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"subscriptions":[{"id":1}]}""")]
    public async Task Start_BrokenFile_IsMovedAsideAndStartsAfresh(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StateFile)!);
        await File.WriteAllTextAsync(StateFile, content, TestContext.Current.CancellationToken);

        await using var host = await StartAsync();

        Assert.Empty(host.Book.All);
        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(StateFile)!));
        Assert.Equal(content, await File.ReadAllTextAsync(aside, TestContext.Current.CancellationToken));
        await host.CreateAsync("casefile", "a");
        Assert.True(File.Exists(StateFile));
    }

    [Fact]
    public async Task Confirm_DroppedSubscription_ResumesIt()
    {
        await using var host = await StartAsync();
        var id = await host.SubscribeAsync("casefile", "a");
        host.Services.GetRequiredService<SubscriptionBook>().MarkDropping(id);

        host.Book.Confirm(id);

        Assert.True(host.Book.Find(id)!.Receives);
    }

    private Task<SimulatorHost> StartAsync() => SimulatorHost.StartAsync(options: x => x.StateFile = StateFile);
}
