using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Api;

public sealed class ApiErrorsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnknownSubscription_Is404InWords()
    {
        await using var app = new TestApp();
        using var http = app.Http();

        await AssertProblemAsync(await http.PostAsync("/api/v1/subscriptions/99/test", null, Cancel), HttpStatusCode.NotFound, "There is no subscription 99.");
    }

    [Fact]
    public async Task NotPossibleNow_Is409InWords()
    {
        await using var app = new TestApp(new() { ["Webhooks:PublicBaseUrl"] = "http://127.0.0.1:9" });
        using var http = app.Http();

        // Its confirmation message goes nowhere, so it stays unconfirmed.
        var created = await http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "casefile" }, Cancel);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        await AssertProblemAsync(await http.PostAsync(created.Headers.Location + "/test", null, Cancel), HttpStatusCode.Conflict, "Only a confirmed subscription");
    }

    [Fact]
    public async Task PenneoUnreachable_Is504AndRefusing_Is502()
    {
        await using var penneo = new TestApp();
        await using var app = new TestApp(new()
        {
            ["Penneo:Environment"] = "Custom",
            ["Penneo:ApiBaseUrl"] = "http://127.0.0.1:9",
            ["Penneo:Authentication:Token"] = "token",
        });
        using var http = app.Http();
        await AssertProblemAsync(await CreateAsync(http), HttpStatusCode.GatewayTimeout, "Penneo can't be reached at 127.0.0.1");

        await using var wrongAddress = new TestApp(new()
        {
            ["Penneo:Environment"] = "Custom",
            ["Penneo:ApiBaseUrl"] = penneo.BaseUrl + "/simulator/penneo/nowhere",
            ["Penneo:Authentication:Token"] = "token",
        });
        using var second = wrongAddress.Http();
        var problem = await AssertProblemAsync(await CreateAsync(second), HttpStatusCode.BadGateway, "Penneo knows nothing at this address (404).");
        Assert.Equal(404, problem.GetProperty("penneoStatus").GetInt32());
        Assert.NotEmpty(problem.GetProperty("penneoRequestId").GetString()!);
        Assert.NotEmpty(problem.GetProperty("penneoTraceId").GetString()!);
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient http) =>
        http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "casefile", endpoint = "https://hooks.example.com/x" }, Cancel);

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string detail)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.StartsWith(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return problem;
    }
}
