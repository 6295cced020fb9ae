using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PenneoDashboard.Subscriptions.Moves;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

/// <summary>The code shown to others, run in each language against every case.</summary>
public sealed class SignatureSampleTests
{
    private const string Secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    private const long Time = 1793624516;
    private static readonly string Code = new('a', 64);
    private static readonly IReadOnlyList<Case> Cases = [.. SignatureVector.All.Select(Of), .. Others()];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Languages => [.. SignatureSample.All.Select(x => x.Key)];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task EachLanguage_GivesEachVerdict(string key)
    {
        var verdicts = key == "cs" ? InThisProcess() : await InAnotherAsync(key);

        Assert.Equal(Cases.Select(x => $"{x.Name}: {x.Accepted}"), Cases.Zip(verdicts).Select(x => $"{x.First.Name}: {x.Second}"));
    }

    [Fact]
    public void Cases_SayYesAndNo()
    {
        Assert.Contains(Cases, x => x.Accepted);
        Assert.Contains(Cases, x => !x.Accepted);
        Assert.True(Cases.Count > SignatureVector.All.Count);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Code_IsTheFile(string key)
    {
        var sample = SignatureSample.All.Single(x => x.Key == key);
        Assert.Equal(File.ReadAllText(PathOf(key)), sample.Code);
        Assert.InRange(sample.Code.Split('\n').Length, 30, 85);
    }

    private static Case Of(SignatureVector x) =>
        new(x.Name, x.Secret, new(x.Headers) { ["x-event-signature"] = x.Signature }, Encoding.UTF8.GetBytes(x.Body), x.Now, x.ToleranceSeconds, x.Accepted);

    // What the shared cases leave out: how headers are written, and how a signature header may be spoiled.
    private static IEnumerable<Case> Others()
    {
        var body = "{}"u8.ToArray();
        var signature = SignedDelivery.V1(Secret, Time, body, ("x-event-id", "7"), ("x-event-type", "sign.signer.signed"));
        var v0 = SignedDelivery.V0(Secret, Time, body);
        Case With(string name, string? changed, bool accepted = false, long now = Time, byte[]? other = null) => new(
            name,
            Secret,
            changed is null ? new() { ["x-event-id"] = "7" } : new() { ["X-Event-Id"] = "7", ["X-EVENT-TYPE"] = "sign.signer.signed", ["X-Event-Signature"] = changed },
            other ?? body,
            now,
            300,
            accepted);

        yield return With("header names in other letters", signature, accepted: true);
        yield return With("the clock ahead, at the edge", signature, accepted: true, now: Time - 300);
        yield return With("the clock ahead, beyond it", signature, now: Time - 301);
        yield return With("v0, too old", v0, now: Time + 301);
        yield return With("a part of a later version", signature + ",v2=whatever", accepted: true);
        yield return With("v0 of another body", v0, other: "{ }"u8.ToArray());
        yield return With("another body", signature, other: "{ }"u8.ToArray());
        yield return With("an empty body", signature, other: []);
        yield return With("no signature header", null);
        yield return With("upper-case code", signature.Replace("v1=", "V1=", StringComparison.Ordinal));
        yield return With("code in capitals", signature[..^64] + signature[^64..].ToUpperInvariant());
        yield return With("code too short", signature[..^1]);
        yield return With("code with a line break", signature + "\n");
        yield return With("a line break after the time", signature.Replace(",h=", "\n,h=", StringComparison.Ordinal));
        yield return With("a time twice", $"t={Time}," + signature);
        yield return With("no time", signature[(signature.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        yield return With("a time that is no number", signature.Replace($"t={Time}", "t=now", StringComparison.Ordinal));
        yield return With("a negative time", signature.Replace("t=", "t=-", StringComparison.Ordinal));
        yield return With("a very long time", signature.Replace("t=", "t=99999999999999999999", StringComparison.Ordinal));
        yield return With("v1 without h", $"t={Time},v1={Code}");
        yield return With("h without names", $"t={Time},h=,v1={Code}");
        yield return With("two spaces between names", signature.Replace("x-event-id ", "x-event-id  ", StringComparison.Ordinal));
        yield return With("no code", $"t={Time},h=x-event-id");
        yield return With("a part without an equals sign", signature + ",v9");
        yield return With("a comma at the end", signature + ",");
    }

    private static IReadOnlyList<bool> InThisProcess() =>
        [.. Cases.Select(x => PenneoWebhook.Verify(x.Secret, x.Headers, x.Body, DateTimeOffset.FromUnixTimeSeconds(x.Now), x.Tolerance))];

    private static async Task<IReadOnlyList<bool>> InAnotherAsync(string key)
    {
        var folder = TestApp.NewFolder();
        try
        {
            var answer = key switch
            {
                "js" => await RunAsync("node", Input, Driver("driver.js"), PathOf(key)),
                "php" => await RunAsync("php", Input, Driver("driver.php"), PathOf(key)),
                "py" => await RunAsync("python3", Input, "-B", Driver("driver.py"), PathOf(key)),
                _ => await JavaAsync(folder),
            };
            return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(bool.Parse)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> JavaAsync(string folder)
    {
        await RunAsync("javac", "", "-d", folder, PathOf("java"), Driver("Driver.java"));
        return await RunAsync("java", Input, "-cp", folder, "Driver");
    }

    private static string Input => string.Concat(Cases.Select(x => string.Join(' ', new[]
    {
        Encoding.UTF8.GetBytes(x.Secret), JsonSerializer.SerializeToUtf8Bytes(x.Headers), x.Body,
        Encoding.UTF8.GetBytes(x.Now.ToString(CultureInfo.InvariantCulture)), Encoding.UTF8.GetBytes(x.Tolerance.ToString(CultureInfo.InvariantCulture)),
    }.Select(Convert.ToBase64String)) + "\n"));

    private static async Task<string> RunAsync(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (answer, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return await answer;
    }

    private static string PathOf(string key) => Path.Combine(Folders.Root, "PenneoDashboard", "Subscriptions", "Moves", "Samples", $"verify.{key}");

    private static string Driver(string name) => Path.Combine(Folders.Root, "PenneoDashboard.Tests", "Subscriptions", "Moves", "Drivers", name);

    private sealed record Case(string Name, string Secret, Dictionary<string, string> Headers, byte[] Body, long Now, int Tolerance, bool Accepted);
}
