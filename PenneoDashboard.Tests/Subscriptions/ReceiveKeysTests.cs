using System.Buffers.Text;
using CsCheck;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Events;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class ReceiveKeysTests : IAsyncLifetime
{
    private readonly LogFixture _log = new();

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public void NewKeys_Have192RandomBitsInUrlSafeCharacters()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => ReceiveKeys.Create()).ToList();

        Assert.Equal(1000, keys.Distinct().Count());
        Assert.All(keys, x => Assert.True(ReceiveKeys.IsStrong(x) && Uri.EscapeDataString(x) == x, x));
        Assert.All(keys, x => Assert.Equal(24, Base64Url.DecodeFromChars(x).Length));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA%20", false)]
    [InlineData("", false)]
    public void IsStrong_AsksFor128Bits(string key, bool strong) => Assert.Equal(strong, ReceiveKeys.IsStrong(key));

    [Fact]
    public void Find_OnlyTheWholeKey_IsKnown()
    {
        var keys = new ReceiveKeys(_log.Contexts, TimeProvider.System);
        var key = ReceiveKeys.Create();
        keys.Add(key, 7);

        Assert.Equal(7, keys.Find(key));
        Gen.Select(Gen.Int[0, key.Length - 1], Gen.Char).Sample((at, c) =>
        {
            var guess = string.Concat(key.AsSpan(0, at), c.ToString(), key.AsSpan(at + 1));
            Assert.Equal(guess == key ? 7 : null, keys.Find(guess));
            Assert.Null(keys.Find(key[..at]));
            Assert.Null(keys.Find(key + c));
        });
        Assert.Null(keys.Find(""));
        Assert.Null(keys.Find(new string('a', 100_000)));
        Assert.Null(keys.Find("\ud800"));
        keys.Remove(key);
        Assert.Null(keys.Find(key));
    }

    [Fact]
    public async Task Start_ReadsTheKeysOfWhatIsNotDeleted()
    {
        var stop = TestContext.Current.CancellationToken;
        await using (var db = await _log.Contexts.CreateDbContextAsync(stop))
        {
            db.Add(new Subscription { Endpoint = "x", ReceiveKey = "first" });
            db.Add(new Subscription { Endpoint = "x", ReceiveKey = "second", DeletedAt = DateTimeOffset.UnixEpoch });
            db.Add(new Subscription { Endpoint = "x" });
            await db.SaveChangesAsync(stop);
        }

        var keys = new ReceiveKeys(_log.Contexts, TimeProvider.System);
        await keys.StartAsync(stop);

        Assert.Equal(1, keys.Find("first"));
        Assert.Null(keys.Find("second"));
    }
}
