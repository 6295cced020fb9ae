using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Security;
using Xunit;

namespace PenneoDashboard.Tests.Security.TwoStep;

/// <summary>Somebody's authenticator app, written after RFC 6238 and apart from what checks it, and the recovery codes they noted.</summary>
internal sealed partial class Authenticator(string key, FakeTimeProvider clock)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public string Key => key;

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What the app shows; before or after now by a number of steps.</summary>
    public string Code(int steps = 0) => CodeAt(key, (clock.GetUtcNow().ToUnixTimeSeconds() / 30) + steps);

    /// <summary>A code that no step near by has.</summary>
    public string WrongCode() => Enumerable.Range(0, 100).Select(x => x.ToString("D6", CultureInfo.InvariantCulture)).First(x => !Enumerable.Range(-3, 7).Select(Code).Contains(x));

    public static string CodeAt(string key, long step)
    {
        var number = key.Aggregate(BigInteger.Zero, (sum, c) => (sum * 32) + Base32.IndexOf(c, StringComparison.Ordinal));
        var secret = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] padded = [.. new byte[(key.Length * 5 / 8) - secret.Length], .. secret];
        var counter = BitConverter.GetBytes(step);
        if (BitConverter.IsLittleEndian)
            Array.Reverse(counter);
#pragma warning disable CA5350 // The RFC's.
        var hash = HMACSHA1.HashData(padded, counter);
#pragma warning restore CA5350
        var at = hash[19] & 15;
        var truncated = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (truncated % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Turns the second step on for who is signed in, as a person does on <c>/account</c>.</summary>
    public static async Task<Authenticator> SetUpAsync(Visitor visitor, FakeTimeProvider clock)
    {
        var (app, sealedKey) = await BeginAsync(visitor, clock);
        using var answer = await visitor.FillFormAsync("/account", "two-step", ("Input.Sealed", sealedKey), ("Input.Code", app.Code()));
        app.RecoveryCodes = ReadCodes(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(10, app.RecoveryCodes.Count);

        // That code is used up.
        clock.Advance(TimeSpan.FromSeconds(30));
        return app;
    }

    /// <summary>The first half of it: the key is shown, and nothing is on yet.</summary>
    public static async Task<(Authenticator App, string Sealed)> BeginAsync(Visitor visitor, FakeTimeProvider clock)
    {
        using var shown = await visitor.FillFormAsync("/account", "two-step", ("Input.Present", Visitor.Password));
        var html = await shown.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        return (new Authenticator(ShownKey().Match(html).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal), clock), SealedKey().Match(html).Groups[1].Value);
    }

    public static IReadOnlyList<string> ReadCodes(string html) =>
        ShownCodes().Match(html) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    [GeneratedRegex("""data-testid="two-step-key"[^>]*>([A-Z2-7 ]+)<""")]
    private static partial Regex ShownKey();

    [GeneratedRegex("name=\"Input.Sealed\" value=\"([^\"]+)\"")]
    private static partial Regex SealedKey();

    [GeneratedRegex("""data-testid="recovery-codes"[^>]*>([^<]+)<""")]
    private static partial Regex ShownCodes();
}

/// <summary>An app whose clock the tests hold, with an administrator who is always there.</summary>
public sealed class TwoStepFixture : IAsyncLifetime
{
    public TwoStepFixture() => App = new TestApp(services: x => x.Configure<Microsoft.AspNetCore.Identity.SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero).AddSingleton<TimeProvider>(Clock));

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public TestApp App { get; }

    public async ValueTask InitializeAsync() => await Visitor.MakeUserAsync(App, "keeper", Role.Administrator);

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>Adds a user and signs them in by their password.</summary>
    public async Task<Visitor> SignedInAsync(string name)
    {
        await Visitor.MakeUserAsync(App, name, Role.Viewer);
        var visitor = new Visitor(App.BaseUrl);
        (await visitor.SignInAsync(name, Visitor.Password)).Dispose();
        Assert.True(await visitor.IsInAsync());
        return visitor;
    }

    /// <summary>Somebody at the door with the right password, who is asked for a code.</summary>
    public async Task<Visitor> AtSecondStepAsync(string name, string path = "/sign-in")
    {
        var visitor = new Visitor(App.BaseUrl);
        using var answer = await visitor.SignInAsync(name, Visitor.Password, path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/sign-in/code?", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.False(await visitor.IsInAsync());
        return visitor;
    }
}
