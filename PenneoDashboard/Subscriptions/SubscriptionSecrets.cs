using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// The secrets of our subscriptions: encrypted in the database, and decrypted in memory, since every signed delivery
/// asks for one. While one is being replaced a subscription has several.
/// </summary>
public sealed partial class SubscriptionSecrets(
    IDbContextFactory<DashboardDb> contexts, IDataProtectionProvider protection, SubscriptionChanges changes, AuditLog audit, TimeProvider time,
    ILogger<SubscriptionSecrets> logger) : IHostedService, IDisposable
{
    private const int Longest = 500;

    private readonly IDataProtector _protector = protection.CreateProtector("PenneoDashboard.SubscriptionSecrets");
    private readonly ConcurrentDictionary<long, SigningSecret[]> _bySubscription = [];
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>
    /// All secrets of a subscription, newest first; empty when it has none, and then its deliveries are not signed. Those
    /// that have ended are among them: a subscription that once had a secret never goes back to unsigned by itself.
    /// </summary>
    public IReadOnlyList<SigningSecret> Of(long subscription) => _bySubscription.GetValueOrDefault(subscription) ?? [];

    /// <summary>True when <paramref name="secret"/> is among them, ended or not.</summary>
    public bool Holds(long subscription, string secret) => Of(subscription).Any(x => CryptographicOperations.FixedTimeEquals(x.Key, Encoding.UTF8.GetBytes(secret)));

    /// <summary>Every subscription's secrets, by our id.</summary>
    public IReadOnlyDictionary<long, SigningSecret[]> All => _bySubscription;

    /// <summary>What is wrong with a secret, in words; null when nothing is.</summary>
    public static string? Problem(string? secret) => secret switch
    {
        null or "" => Say("The secret is empty."),
        { Length: > Longest } => Say($"The secret has more than {Longest:N0} characters."),
        _ when secret.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) => Say("The secret has a space, a line break or another invisible character in it."),
        _ => null,
    };

    /// <summary>Makes <paramref name="secret"/> the only one, from now on.</summary>
    /// <exception cref="SubscriptionException">The secret can't be one, or there is no such subscription.</exception>
    public async Task SetAsync(long subscription, string secret, CancellationToken cancellationToken = default)
    {
        await AddAsync(subscription, secret, (old, _) => old.RemoveAll(_ => true), cancellationToken);
        await audit.RecordAsync(AuditActions.SecretSet, SubscriptionFacts.Subject(subscription));
    }

    /// <summary>Adds one beside those there are; the others end after <paramref name="othersEndAfter"/>, if given.</summary>
    /// <exception cref="SubscriptionException">The secret can't be one, or there is no such subscription.</exception>
    public async Task AddAsync(long subscription, string secret, TimeSpan? othersEndAfter = null, CancellationToken cancellationToken = default)
    {
        await AddAsync(
            subscription,
            secret,
            (old, now) =>
            {
                foreach (var other in old.Where(_ => othersEndAfter is not null))
                    other.ValidUntil = Earlier(other.ValidUntil, now + othersEndAfter!.Value);
            },
            cancellationToken);
        await audit.RecordAsync(AuditActions.SecretAdded, SubscriptionFacts.Subject(subscription), after: othersEndAfter is null ? null : new { othersEndAfter });
    }

    /// <summary>Adds one that Penneo told, which nobody entered.</summary>
    internal Task LearnAsync(long subscription, string secret) => AddAsync(subscription, secret, (_, _) => { }, CancellationToken.None);

    /// <summary>Lets one secret end at <paramref name="until"/> (UTC); null for at once.</summary>
    /// <exception cref="SubscriptionException">There is no such secret, or every delivery would be refused without it.</exception>
    public async Task RetireAsync(long subscription, long id, DateTimeOffset? until = null, CancellationToken cancellationToken = default)
    {
        await ChangeAsync(
            subscription,
            (rows, now) =>
            {
                var row = rows.Find(x => x.Id == id) ?? throw new SubscriptionException($"Subscription {subscription} has no secret {id}.") { IsUnknown = true };
                if (!rows.Exists(x => x.Id != id && x.ValidUntil is null))
                    throw new SubscriptionException("This is the only secret that does not end. Add the new one first: without it every delivery would be refused.");
                row.ValidUntil = Earlier(row.ValidUntil, until ?? now);
            },
            cancellationToken);
        await audit.RecordAsync(AuditActions.SecretRetired, FormattableString.Invariant($"secret {id} of subscription {subscription}"), after: new { until });
    }

    /// <summary>Removes all secrets of a subscription, for when it is deleted.</summary>
    public Task ForgetAsync(long subscription, CancellationToken cancellationToken = default) =>
        ChangeAsync(subscription, (rows, _) => rows.Clear(), cancellationToken);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<SubscriptionSecret>().AsNoTracking().ToListAsync(cancellationToken);
        foreach (var group in rows.GroupBy(x => x.SubscriptionId))
            _bySubscription[group.Key] = Decrypted(group);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _gate.Dispose();

    private Task AddAsync(long subscription, string secret, Action<List<SubscriptionSecret>, DateTimeOffset> changeOthers, CancellationToken cancellationToken)
    {
        if (Problem(secret) is { } problem)
            throw new SubscriptionException(problem);
        return ChangeAsync(
            subscription,
            (rows, now) =>
            {
                changeOthers(rows, now);
                rows.Add(new SubscriptionSecret { SubscriptionId = subscription, Protected = _protector.Protect(secret), AddedAt = now });
            },
            cancellationToken);
    }

    private async Task ChangeAsync(long subscription, Action<List<SubscriptionSecret>, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        // One at a time, so that memory ends as the database does.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await db.Set<Subscription>().AnyAsync(x => x.Id == subscription, cancellationToken))
                throw new SubscriptionException($"There is no subscription {subscription}.") { IsUnknown = true };
            var before = await db.Set<SubscriptionSecret>().Where(x => x.SubscriptionId == subscription).ToListAsync(cancellationToken);
            var after = before.ToList();
            change(after, time.GetUtcNow());
            db.RemoveRange(before.Except(after));
            db.AddRange(after.Except(before));
            await db.SaveChangesAsync(cancellationToken);

            if (after.Count > 0)
                _bySubscription[subscription] = Decrypted(after);
            else
                _bySubscription.TryRemove(subscription, out _);
        }
        finally
        {
            _gate.Release();
        }

        changes.Notify();
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } set && set < other ? set : other;

    private SigningSecret[] Decrypted(IEnumerable<SubscriptionSecret> rows) =>
        [.. rows.OrderByDescending(x => x.Id).Select(x => new SigningSecret(x.Id, Key(x), x.AddedAt, x.ValidUntil))];

    private byte[] Key(SubscriptionSecret row)
    {
        try
        {
            return Encoding.UTF8.GetBytes(_protector.Unprotect(row.Protected));
        }
        catch (CryptographicException e)
        {
            // It stays in the list all the same: its deliveries must be refused, not taken unsigned.
            LogUnreadable(e, row.SubscriptionId);
            return [];
        }
    }

    [LoggerMessage(LogLevel.Error, "A secret of subscription {Subscription} can't be decrypted: the key is missing from the keys folder of the data directory. Enter the secret again")]
    private partial void LogUnreadable(Exception e, long subscription);
}
