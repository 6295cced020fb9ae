using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Events;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class SubscriptionSecretsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 3, 22, TimeSpan.Zero);

    private readonly LogFixture _log = new();
    private readonly FakeTimeProvider _clock = new(Now);
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly SubscriptionChanges _changes = new();
    private SubscriptionSecrets _secrets = default!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        db.AddRange(new Subscription { Endpoint = "one" }, new Subscription { Endpoint = "two" });
        await db.SaveChangesAsync(Cancel);
        _secrets = await StartAsync(_protection);
    }

    public ValueTask DisposeAsync()
    {
        _secrets.Dispose();
        return _log.DisposeAsync();
    }

    [Fact]
    public async Task Set_IsTheOnlyOne_AlsoAfterARestart()
    {
        await _secrets.SetAsync(1, "first", Cancel);
        await _secrets.SetAsync(1, "second", Cancel);
        await _secrets.SetAsync(2, "other", Cancel);

        using var restarted = await StartAsync(_protection);
        foreach (var secrets in (SubscriptionSecrets[])[_secrets, restarted])
        {
            Assert.Equal(["second"], Texts(secrets, 1));
            Assert.Equal(["other"], Texts(secrets, 2));
            Assert.Empty(secrets.Of(3));
        }
    }

    [Fact]
    public async Task Add_LetsTheOthersEnd_WhenToldTo()
    {
        await _secrets.AddAsync(1, "first", cancellationToken: Cancel);
        await _secrets.AddAsync(1, "second", cancellationToken: Cancel);
        await _secrets.AddAsync(1, "third", TimeSpan.FromHours(1), Cancel);

        Assert.Equal(["third", "second", "first"], Texts(_secrets, 1));
        Assert.Equal([null, Now.AddHours(1), Now.AddHours(1)], _secrets.Of(1).Select(x => x.ValidUntil));
        Assert.All(_secrets.Of(1), x => Assert.True(x.IsValid(Now.AddHours(1).AddTicks(-1))));
        Assert.Equal([true, false, false], _secrets.Of(1).Select(x => x.IsValid(Now.AddHours(1))));
    }

    [Fact]
    public async Task Retire_EndsOne_ButNeverTheLast()
    {
        await _secrets.SetAsync(1, "first", Cancel);
        var first = _secrets.Of(1)[0].Id;
        await Assert.ThrowsAsync<SubscriptionException>(() => _secrets.RetireAsync(1, first, cancellationToken: Cancel));
        Assert.True(_secrets.Of(1)[0].IsValid(Now));

        await _secrets.AddAsync(1, "second", cancellationToken: Cancel);
        await _secrets.RetireAsync(1, first, Now.AddMinutes(5), Cancel);
        Assert.Equal([null, Now.AddMinutes(5)], _secrets.Of(1).Select(x => x.ValidUntil));

        await _secrets.RetireAsync(1, first, cancellationToken: Cancel);
        Assert.Equal([null, Now], _secrets.Of(1).Select(x => x.ValidUntil));
        await Assert.ThrowsAsync<SubscriptionException>(() => _secrets.RetireAsync(1, _secrets.Of(1)[0].Id, cancellationToken: Cancel));
        Assert.True((await Assert.ThrowsAsync<SubscriptionException>(() => _secrets.RetireAsync(2, first, cancellationToken: Cancel))).IsUnknown);
    }

    [Fact]
    public async Task Database_DoesNotHoldTheSecretItself()
    {
        await _secrets.SetAsync(1, "3fa85f64-5717-4562", Cancel);

        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        Assert.DoesNotContain("3fa85f64", (await db.Set<SubscriptionSecret>().SingleAsync(Cancel)).Protected, StringComparison.Ordinal);
        Assert.DoesNotContain("3fa85f64", _secrets.Of(1)[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LostKeys_LeaveASecretThatMatchesNothing()
    {
        await _secrets.SetAsync(1, "first", Cancel);

        using var restarted = await StartAsync(new EphemeralDataProtectionProvider());

        var secret = Assert.Single(restarted.Of(1));
        Assert.Equal((false, false), (secret.IsReadable, secret.IsValid(Now)));
        await restarted.SetAsync(1, "again", Cancel);
        Assert.Equal(["again"], Texts(restarted, 1));
    }

    [Fact]
    public async Task Forget_AndARemovedSubscription_LeaveNothing()
    {
        await _secrets.SetAsync(1, "first", Cancel);
        await _secrets.SetAsync(2, "second", Cancel);

        await _secrets.ForgetAsync(1, Cancel);
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        await db.Set<Subscription>().Where(x => x.Id == 2).ExecuteDeleteAsync(Cancel);

        Assert.Empty(_secrets.Of(1));
        Assert.Equal(0, await db.Set<SubscriptionSecret>().CountAsync(Cancel));
        Assert.True((await Assert.ThrowsAsync<SubscriptionException>(() => _secrets.SetAsync(2, "again", Cancel))).IsUnknown);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 3fa85f64")]
    [InlineData("3fa8 5f64")]
    [InlineData("3fa85f64\n")]
    [InlineData("3fa85f64\0")]
    public async Task WhatCantBeASecret_IsRefused(string secret)
    {
        await Assert.ThrowsAsync<SubscriptionException>(() => _secrets.SetAsync(1, secret, Cancel));
        await Assert.ThrowsAsync<SubscriptionException>(() => _secrets.AddAsync(1, new string('a', 501), cancellationToken: Cancel));
        Assert.Empty(_secrets.Of(1));
    }

    [Fact]
    public async Task Changes_AreTold()
    {
        var told = 0;
        using var listening = _changes.Subscribe(() => told++);

        await _secrets.SetAsync(1, "first", Cancel);

        Assert.Equal(1, told);
    }

    private static IEnumerable<string> Texts(SubscriptionSecrets secrets, long subscription) =>
        secrets.Of(subscription).Select(x => Encoding.UTF8.GetString(x.Key));

    private async Task<SubscriptionSecrets> StartAsync(IDataProtectionProvider protection)
    {
        var secrets = new SubscriptionSecrets(_log.Contexts, protection, _changes, _log.Audit, _clock, NullLogger<SubscriptionSecrets>.Instance);
        await secrets.StartAsync(Cancel);
        return secrets;
    }
}
