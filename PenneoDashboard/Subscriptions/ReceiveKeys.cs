using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

/// <summary>The keys of all receive URLs, in memory, since every delivery asks for one.</summary>
public sealed class ReceiveKeys(IDbContextFactory<DashboardDb> contexts, TimeProvider time) : IHostedService
{
    private const int KeyBytes = 24;
    private const int LongestKey = 200;

    // Found by hash and then compared in constant time: how long it takes says nothing about how much of a guess was right.
    private readonly ConcurrentDictionary<Hash, Known> _byHash = [];

    /// <summary>A new key: 192 random bits in 32 URL-safe characters.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>True when a key someone else made is long enough to be taken over (128 bits or more).</summary>
    public static bool IsStrong(string key) => key.Length is >= 22 and <= LongestKey && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Our id of the subscription a key belongs to; null for an unknown key, and for a replaced one that has ended.</summary>
    public long? Find(string key) =>
        Look(key) is { } found && (found.Retired is null || found.Retired.TryUse(time.GetUtcNow())) ? found.Subscription : null;

    /// <summary>The same without counting as a use.</summary>
    internal bool Knows(string key) => Look(key) is { } found && (found.Retired is null || found.Retired.IsGood(time.GetUtcNow()));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Subscription>().Where(x => x.DeletedAt == null && x.ReceiveKey != null)
            .Select(x => new { x.Id, x.ReceiveKey }).ToListAsync(cancellationToken);
        foreach (var row in rows)
            Add(row.ReceiveKey!, row.Id);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="retired">Of a replaced key; null for a subscription's own.</param>
    internal void Add(string key, long subscription, RetiredKeyUse? retired = null)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        _byHash[Hash.Of(bytes)] = new Known(subscription, bytes, retired);
    }

    internal void Remove(string key) => _byHash.TryRemove(Hash.Of(Encoding.UTF8.GetBytes(key)), out _);

    /// <summary>Forgets a replaced key, unless it has become a subscription's own again.</summary>
    internal void Remove(RetiredKeyUse retired)
    {
        foreach (var known in _byHash.Where(x => x.Value.Retired == retired))
            _byHash.TryRemove(known);
    }

    private Known? Look(string key)
    {
        if (key.Length is 0 or > LongestKey)
            return null;
        var bytes = Encoding.UTF8.GetBytes(key);
        return _byHash.TryGetValue(Hash.Of(bytes), out var found) && CryptographicOperations.FixedTimeEquals(found.Key, bytes) ? found : null;
    }

    private readonly record struct Known(long Subscription, byte[] Key, RetiredKeyUse? Retired);

    private readonly record struct Hash(UInt128 High, UInt128 Low)
    {
        public static Hash Of(byte[] key)
        {
            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(key, hash);
            return new Hash(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }
}
