using PenneoDashboard.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class PenneoErrorsTests
{
    [Theory]
    [InlineData(302, "Penneo sent us elsewhere (302). Check Penneo:ApiBaseUrl. Its message: Because.", true)]
    [InlineData(400, "Penneo refused (400). Its message: Because. Correct what was sent, then try again.", true)]
    [InlineData(401, "Penneo did not accept our authorization (401). Check Penneo:Authentication:Token. Its message: Because.", true)]
    [InlineData(403, "Penneo does not allow this to our user (403). Its message: Because. Ask an administrator of the account at Penneo for the right to it, or use another user's key.", true)]
    [InlineData(404, "Penneo knows nothing at this address (404). Its message: Because. If it was not deleted at Penneo, check Penneo:Environment and Penneo:ApiBaseUrl.", true)]
    [InlineData(409, "Penneo has one like it already (409). Its message: Because. Choose another endpoint, or change the one that exists.", true)]
    [InlineData(410, "Penneo no longer offers this (410). Its message: Because. If it was not deleted at Penneo, check Penneo:Environment and Penneo:ApiBaseUrl.", true)]
    [InlineData(422, "Penneo refused (422). Its message: Because. Correct what was sent, then try again.", true)]
    [InlineData(429, "Penneo asks us to slow down (429). Try again in a minute. Its message: Because.", true)]
    [InlineData(500, "Penneo has a problem of its own (500). Try again later. Its message: Because.", false)]
    [InlineData(503, "Penneo has a problem of its own (503). Try again later. Its message: Because.", false)]
    public async Task EachStatus_HasItsWords(int status, string message, bool nothingDone)
    {
        var failure = await FailureAsync(Answers.Error(status, "Because."));

        Assert.Equal(message, failure.Message);
        Assert.Equal((status, Answers.RequestId, Answers.TraceId), ((int)failure.Status!, failure.RequestId, failure.TraceId));
        Assert.Equal(nothingDone, failure.NothingDone);
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant","error_description":"The key is unknown."}""", "Its message: The key is unknown.")]
    [InlineData("""{"error":"Bad Request"}""", "Its message: Bad Request")]
    [InlineData("""{"message":"","error":"Bad Request"}""", "Its message: Bad Request")]
    [InlineData("""{"message":7}""", """{"message":7}""")]
    [InlineData("""["a"]""", """["a"]""")]
    [InlineData("plain words", "plain words")]
    [InlineData("", "It gave no reason.")]
    [InlineData("  ", "It gave no reason.")]
    [InlineData(" <html>", "It answered with a web page instead of JSON, as a proxy or a wrong address does.")]
    public async Task EachBody_IsPutIntoWords(string body, string reason)
    {
        var failure = await FailureAsync(Answers.Text(400, "application/json", body));

        Assert.Equal($"Penneo refused (400). {reason} {(reason.Contains("web page", StringComparison.Ordinal) ? "Check the address in Penneo:ApiBaseUrl." : "Correct what was sent, then try again.")}", failure.Message);
    }

    [Fact]
    public async Task LongBody_IsCut()
    {
        var failure = await FailureAsync(Answers.Text(400, "text/plain", new string('x', 5000)));

        Assert.Contains("xxx… Correct", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 400, 600);
    }

    private static readonly DateTimeOffset LastDayBefore = new(2026, 11, 29, 23, 59, 59, TimeSpan.Zero);
    private static readonly DateTimeOffset Over = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(PenneoCall.List, 410, false, "Penneo has shut its legacy webhook service down (410). Its message: Because. Nothing arrives")]
    [InlineData(PenneoCall.Create, 410, false, "Penneo has shut its legacy webhook service down (410). Its message: Because. Nothing arrives")]
    [InlineData(PenneoCall.Confirm, 410, true, "Penneo has shut its legacy webhook service down (410). Its message: Because. Nothing arrives")]
    [InlineData(PenneoCall.Test, 410, true, "Penneo has shut its legacy webhook service down (410). Its message: Because. Nothing arrives")]
    [InlineData(PenneoCall.List, 404, false, "shut its legacy webhook service down for this account already; it ends for all on 30 November 2026.")]
    [InlineData(PenneoCall.Create, 405, false, "shut its legacy webhook service down for this account already; it ends for all on 30 November 2026.")]
    [InlineData(PenneoCall.Test, 405, false, "shut its legacy webhook service down for this account already; it ends for all on 30 November 2026.")]
    [InlineData(PenneoCall.List, 404, true, "Penneo shut its legacy webhook service down on 30 November 2026.")]
    [InlineData(PenneoCall.Create, 405, true, "Penneo shut its legacy webhook service down on 30 November 2026.")]
    [InlineData(PenneoCall.Confirm, 404, true, "Penneo shut its legacy webhook service down on 30 November 2026.")]
    [InlineData(PenneoCall.Test, 404, true, "Penneo shut its legacy webhook service down on 30 November 2026.")]
    [InlineData(PenneoCall.Confirm, 404, false, null)]
    [InlineData(PenneoCall.List, 403, true, null)]
    [InlineData(PenneoCall.List, 500, true, null)]
    [InlineData(PenneoCall.CurrentCreate, 404, true, null)]
    [InlineData(PenneoCall.CurrentList, 410, true, null)]
    public async Task LegacyServiceThatIsNoMore_SaysSo_AndWhatToDo(PenneoCall call, int status, bool isOver, string? words)
    {
        var failure = await FailureAsync(Answers.Error(status, "Because."), call, isOver ? Over : LastDayBefore);

        Assert.Equal(words is not null, failure.Message.Contains("shut its legacy", StringComparison.Ordinal));
        if (words is null)
            return;
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("on Subscriptions, create a current one in place of each, and delete the legacy one.", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"({status})", failure.Message, StringComparison.Ordinal);
    }

    private static Task<PenneoException> FailureAsync(Microsoft.AspNetCore.Http.RequestDelegate answer) => FailureAsync(answer, PenneoCall.CurrentCreate, LastDayBefore);

    private static async Task<PenneoException> FailureAsync(Microsoft.AspNetCore.Http.RequestDelegate answer, PenneoCall call, DateTimeOffset now)
    {
        await using var penneo = await FakePenneo.StartAsync();
        await using var host = new ApiHost(penneo);
        host.Clock.SetUtcNow(now);
        penneo.Fail(call, answer);
        return await host.FailureAsync(call);
    }
}
