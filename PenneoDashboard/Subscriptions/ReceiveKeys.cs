using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Subscriptions;

/// <summary>The keys of all receive URLs, in memory, since every delivery asks for one.</summary>
public sealed class ReceiveKeys(IDbContextFactory<DashboardDb> contexts) : IHostedService
{
    private const int KeyBytes = 24;
    private const int LongestKey = 200;

    // Found by hash and then compared in constant time: how long it takes says nothing about how much of a guess was right.
    private readonly ConcurrentDictionary<Hash, (long Subscription, byte[] Key)> _byHash = [];

    /// <summary>A new key: 192 random bits in 32 URL-safe characters.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>True when a key someone else made is long enough to be taken over (128 bits or more).</summary>
    public static bool IsStrong(string key) => key.Length is >= 22 and <= LongestKey && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Our id of the subscription a key belongs to; null for an unknown key.</summary>
    public long? Find(string key)
    {
        if (key.Length is 0 or > LongestKey)
            return null;
        var bytes = Encoding.UTF8.GetBytes(key);
        return _byHash.TryGetValue(Hash.Of(bytes), out var found) && CryptographicOperations.FixedTimeEquals(found.Key, bytes)
            ? found.Subscription
            : null;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Subscription>().Where(x => x.DeletedAt == null && x.ReceiveKey != null)
            .Select(x => new { x.Id, x.ReceiveKey }).ToListAsync(cancellationToken);
        foreach (var row in rows)
            Add(row.ReceiveKey!, row.Id);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal void Add(string key, long subscription)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        _byHash[Hash.Of(bytes)] = (subscription, bytes);
    }

    internal void Remove(string key) => _byHash.TryRemove(Hash.Of(Encoding.UTF8.GetBytes(key)), out _);

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
