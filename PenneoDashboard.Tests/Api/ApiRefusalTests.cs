using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace PenneoDashboard.Tests.Api;

/// <summary>Every refusal of the API is RFC 9457 problem details, with the reason in words.</summary>
public sealed class ApiRefusalTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    [Theory]
    [InlineData("{}", "generation")]
    [InlineData("""{"generation":"current"}""", "eventTypes")]
    [InlineData("""{"generation":"current","eventTypes":["case_file.signed"]}""", "eventTypes")]
    [InlineData("""{"generation":"legacy"}""", "topic")]
    [InlineData("""{"generation":"legacy","topic":"document"}""", "topic")]
    [InlineData("""{"generation":"future","topic":"casefile"}""", "generation")]
    [InlineData("""{"generation":"legacy","topic":7}""", "topic")]
    [InlineData("""{"generation":"legacy","topic":"casefile","autoConfirm":"perhaps"}""", "autoConfirm")]
    [InlineData("""{"generation":"legacy","topic":"casefile","endpoint":"/hooks"}""", "endpoint")]
    [InlineData("{", "")]
    [InlineData("[]", "")]
    [InlineData("null", null)]
    [InlineData("", null)]
    public async Task Create_BadBody_Is400_NamingTheMember(string body, string? member)
    {
        using var answer = await Client.Http.PostAsync("/api/v1/subscriptions", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);

        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest);
        if (member is not null)
            Assert.Contains(member, problem.GetProperty("errors").EnumerateObject().Select(x => x.Name));
    }

    [Fact]
    public async Task Create_BodyThatIsNotSaidToBeJson_Is415()
    {
        using var answer = await Client.Http.PostAsync("/api/v1/subscriptions", new StringContent("generation=legacy"), Cancel);
        await ProblemAsync(answer, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Test_BeforeConfirmation_Is409WithTheReason()
    {
        using var made = await Client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "casefile", autoConfirm = false }, Cancel);
        using var answer = await Client.Http.PostAsync($"{made.Headers.Location}/test", null, Cancel);
        Assert.Contains("confirmed", (await ProblemAsync(answer, HttpStatusCode.Conflict)).Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("POST", "/confirm")]
    public async Task UnknownSubscription_Is404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/subscriptions/999" + path);
        using var answer = await Client.Http.SendAsync(request, Cancel);
        await ProblemAsync(answer, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Penneo_AnsweringAnError_Is502_WithWhatItsSupportAsksFor()
    {
        await using var penneo = await StartAsync(http =>
        {
            http.Response.StatusCode = 403;
            http.Response.Headers["X-Penneo-Request-Id"] = "request-1";
            http.Response.Headers["X-B3-TraceId"] = "trace-1";
            return http.Response.WriteAsJsonAsync(new { error = "Forbidden", message = "<b>Not yours</b>", statusCode = 403 });
        });
        await using var app = Custom(penneo.Urls.First());
        using var client = new AppClient(app.BaseUrl);

        using var answer = await client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "casefile" }, Cancel);

        var problem = await ProblemAsync(answer, HttpStatusCode.BadGateway);
        Assert.Contains("<b>Not yours</b>", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((403, "request-1", "trace-1"), (problem.Number("penneoStatus"), problem.Text("penneoRequestId"), problem.Text("penneoTraceId")));
        Assert.Empty((await client.GetAsync("/api/v1/subscriptions")).Items());
    }

    [Fact]
    public async Task Penneo_OutOfReach_Is504()
    {
        await using var app = Custom("http://127.0.0.1:1");
        using var client = new AppClient(app.BaseUrl);

        using var answer = await client.Http.GetAsync("/api/v1/subscriptions/elsewhere", Cancel);

        var problem = await ProblemAsync(answer, HttpStatusCode.GatewayTimeout);
        Assert.Contains("can't be reached", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Null(problem.Number("penneoStatus"));
    }

    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((int)status, problem.Number("status"));
        Assert.NotEmpty(problem.Text("title")!);
        return problem;
    }

    private static TestApp Custom(string apiBaseUrl) => new(new()
    {
        ["Penneo:Environment"] = "Custom",
        ["Penneo:ApiBaseUrl"] = apiBaseUrl,
        ["Penneo:Authentication:Token"] = "token",
    });

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Cancel);
        return app;
    }
}
