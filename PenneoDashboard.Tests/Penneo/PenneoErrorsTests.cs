using PenneoDashboard.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class PenneoErrorsTests
{
    [Theory]
    [InlineData(302, "Penneo sent us elsewhere (302). Check Penneo:ApiBaseUrl. Its message: Because.", true)]
    [InlineData(400, "Penneo refused (400). Its message: Because.", true)]
    [InlineData(401, "Penneo did not accept our authorization (401). Check Penneo:Authentication:Token. Its message: Because.", true)]
    [InlineData(403, "Penneo does not allow this to our user (403). Its message: Because.", true)]
    [InlineData(404, "Penneo knows nothing at this address (404). Its message: Because.", true)]
    [InlineData(409, "Penneo has one like it already (409). Its message: Because.", true)]
    [InlineData(410, "Penneo no longer offers this (410). Its message: Because.", true)]
    [InlineData(422, "Penneo refused (422). Its message: Because.", true)]
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

        Assert.Equal("Penneo refused (400). " + reason, failure.Message);
    }

    [Fact]
    public async Task LongBody_IsCut()
    {
        var failure = await FailureAsync(Answers.Text(400, "text/plain", new string('x', 5000)));

        Assert.EndsWith("xxx…", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 400, 600);
    }

    private static async Task<PenneoException> FailureAsync(Microsoft.AspNetCore.Http.RequestDelegate answer)
    {
        await using var penneo = await FakePenneo.StartAsync();
        await using var host = new ApiHost(penneo);
        penneo.Fail(PenneoCall.Create, answer);
        return await host.FailureAsync(PenneoCall.Create);
    }
}
