using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace PenneoDashboard.Tests;

/// <summary>One running app for the tests of a class, which keep apart by using subscriptions and casefiles of their own.</summary>
public class AppFixture : IAsyncLifetime
{
    private long _lastId = 1000;

    public AppFixture()
        : this(settings: null)
    {
    }

    protected AppFixture(Dictionary<string, string?>? settings = null, string? token = null, Action<IServiceCollection>? services = null)
    {
        App = new TestApp(settings, services: services);
        Client = new AppClient(App.BaseUrl, token);
    }

    public TestApp App { get; }

    public AppClient Client { get; }

    /// <summary>A casefile's or signer's id that no other test of the class uses.</summary>
    public long NewId() => Interlocked.Increment(ref _lastId);

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
