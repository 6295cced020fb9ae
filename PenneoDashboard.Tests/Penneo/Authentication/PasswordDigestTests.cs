using System.Security.Cryptography;
using System.Text;
using CsCheck;
using PenneoDashboard.Penneo.Authentication;
using Xunit;

namespace PenneoDashboard.Tests.Penneo.Authentication;

public sealed class PasswordDigestTests
{
    [Theory]

    // The example that WSSE was published with; the others are from another implementation.
    [InlineData("taadtaadpstcsm", "2003-12-15T14:43:07Z", "ZDM2ZTMxNjI4Mjk1OWE5ZWQ0Yzg5ODUxNDk3YTcxN2Y=", "quR/EWLAV4xLf9Zqyw4pDmfV9OY=")]
    [InlineData("s3cr3t", "2026-11-24T11:41:00.123Z", "AAECAwQFBgcICQoLDA0ODw==", "T+thh4OMuzE9tKSBD+nO+zBDxDQ=")]
    [InlineData("blåbær", "2026-11-24T11:41:00Z", "/wCACg0=", "OIvw5iY68omTY5MJAYHwg36tm6Q=")]
    public void KnownVectors(string secret, string created, string nonce, string digest) =>
        Assert.Equal(new PasswordDigest(nonce, created, digest), PasswordDigest.Make(secret, created, Convert.FromBase64String(nonce)));

    [Fact]
    public void Digest_IsOverTheDecodedNonceThenTheTimeThenTheSecret() =>
        Gen.Select(Gen.Byte.Array[0, 80], Gen.String[0, 40], Gen.String[0, 40]).Sample((nonce, created, secret) =>
        {
            var made = PasswordDigest.Make(secret, created, nonce);
            using var expected = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
            expected.AppendData(Convert.FromBase64String(made.Nonce));
            expected.AppendData(Encoding.UTF8.GetBytes(made.Created));
            expected.AppendData(Encoding.UTF8.GetBytes(secret));
            return Convert.FromBase64String(made.Digest).AsSpan().SequenceEqual(expected.GetHashAndReset()) && made.Created == created;
        });

    [Fact]
    public void Digest_ChangesWithEachPart() =>
        Gen.Select(Gen.Byte.Array[1, 40], Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Int[0, 2]).Sample((nonce, created, secret, part) =>
        {
            var before = PasswordDigest.Make(secret, created, nonce).Digest;
            var after = part switch
            {
                0 => PasswordDigest.Make(secret, created, [.. nonce, 1]),
                1 => PasswordDigest.Make(secret, created + "!", nonce),
                _ => PasswordDigest.Make(secret + "!", created, nonce),
            };
            return before != after.Digest;
        });

    [Fact]
    public void Nonces_AreLongAndNeverTheSame()
    {
        var made = Enumerable.Range(0, 10_000).Select(_ => PasswordDigest.Make("s", "t").Nonce).ToList();

        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made, x => Assert.InRange(Convert.FromBase64String(x).Length, 16, 64));
    }
}
