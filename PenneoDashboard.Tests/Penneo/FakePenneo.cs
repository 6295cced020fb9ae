using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PenneoDashboard.Tests.Penneo;

/// <summary>The calls of the legacy API, and those of the current one.</summary>
public enum PenneoCall
{
    List,
    Create,
    Confirm,
    Test,
    Delete,
    Casefile,
    CurrentList,
    CurrentRead,
    CurrentCreate,
    CurrentReplace,
    CurrentTest,
    CurrentDelete,
}

/// <summary>When the confirmation message goes out.</summary>
public enum ConfirmationMessage
{
    BeforeTheAnswer,
    AfterTheAnswer,
    Never,
}

/// <summary>A request as it arrived.</summary>
internal sealed record PenneoRequest(PenneoCall Call, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A subscription as the fake account holds it.</summary>
internal sealed record FakeSubscription(long Id, string Topic, string Endpoint, string Token, bool Confirmed);

/// <summary>
/// A hand-written Penneo on a real port. It behaves as the legacy page says until a test gives a call another answer.
/// </summary>
internal sealed partial class FakePenneo : IAsyncDisposable
{
    public const string Token = "token-of-a-test";

    private readonly WebApplication _app;
    private readonly HttpClient _client = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<PenneoCall, RequestDelegate> _answers = new();
    private readonly ConcurrentDictionary<long, FakeSubscription> _subscriptions = new();
    private long _lastId = 700;
    private int _answered;
    private int _hanging;

    private FakePenneo(WebApplication app)
    {
        _app = app;
        Url = Server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public string Url { get; }

    public IServer Server => _app.Services.GetRequiredService<IServer>();

    public ConcurrentQueue<PenneoRequest> Requests { get; } = new();

    public IReadOnlyList<FakeSubscription> Subscriptions => [.. _subscriptions.Values.OrderBy(x => x.Id)];

    /// <summary>What it answers when asked for a casefile, by the id as text.</summary>
    public ConcurrentDictionary<string, string> Casefiles { get; } = new();

    public ConfirmationMessage Confirmation { get; set; } = ConfirmationMessage.AfterTheAnswer;

    /// <summary>Cancelled when the fake goes away; an answer that hangs must end then.</summary>
    public CancellationToken Closing => _closing.Token;

    public Dictionary<string, string?> Settings => new()
    {
        ["Penneo:Environment"] = "Custom",
        ["Penneo:ApiBaseUrl"] = Url,
        ["Penneo:Authentication:Token"] = Token,
    };

    public static async Task<FakePenneo> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        FakePenneo? fake = null;
        app.Run(http => fake!.AnswerAsync(http));
        await app.StartAsync();
        return fake = new FakePenneo(app);
    }

    /// <summary>Answers a call with something else until <see cref="Heal"/>.</summary>
    public void Fail(PenneoCall call, RequestDelegate answer) => _answers[call] = answer;

    public void Heal() => _answers.Clear();

    /// <summary>Requests that are done with, whatever came of them.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Requests whose answer will not come before the caller gives up.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>True while an answer is being made.</summary>
    public bool IsAnswering => Requests.Count > Answered + Hanging;

    /// <summary>Lets a request hang until the caller gives up or the fake goes away.</summary>
    public async Task HangAsync(HttpContext http)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Closing, http.RequestAborted);
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.Infinite, either.Token);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }

    public int Calls(PenneoCall call) => Requests.Count(x => x.Call == call);

    /// <summary>A subscription someone made without our app.</summary>
    public FakeSubscription Add(string topic, string endpoint, bool confirmed = true)
    {
        var id = Interlocked.Increment(ref _lastId);
        return _subscriptions[id] = new FakeSubscription(id, topic, endpoint, $"token-{id}", confirmed);
    }

    public void Remove(long id) => _subscriptions.TryRemove(id, out _);

    public void Confirm(long id) => _subscriptions[id] = _subscriptions[id] with { Confirmed = true };

    /// <summary>What Penneo posts to an endpoint, with the content type it always has.</summary>
    public async Task<int> PostAsync(string endpoint, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "text/plain");
        using var answer = await _client.PostAsync(endpoint, content);
        return (int)answer.StatusCode;
    }

    public Task<int> SendConfirmationAsync(FakeSubscription subscription) =>
        PostAsync(subscription.Endpoint, JsonSerializer.Serialize(new { Type = "SubscriptionConfirmation", subscription.Token }));

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _client.Dispose();
        _closing.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var request = new PenneoRequest(
            Call(http.Request), http.Request.Method, http.Request.Path,
            http.Request.Headers.ToDictionary(x => x.Key, x => x.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        Requests.Enqueue(request);
        try
        {
            if (_answers.TryGetValue(request.Call, out var answer))
                await answer(http);
            else
                await BehaveAsync(http, request);
        }
        finally
        {
            Interlocked.Increment(ref _answered);
        }
    }

    private async Task BehaveAsync(HttpContext http, PenneoRequest request)
    {
        if (request.Call >= PenneoCall.CurrentList)
        {
            await BehaveCurrentAsync(http, request);
            return;
        }

        if (request.Call == PenneoCall.Create)
        {
            await CreateAsync(http, JsonDocument.Parse(request.Body).RootElement);
            return;
        }

        if (request.Call == PenneoCall.Casefile)
        {
            await (Casefiles.TryGetValue(request.Path.Split('/')[^1], out var casefile) ? http.Response.WriteAsync(casefile) : Answers.Error(404, "There is no such casefile.")(http));
            return;
        }

        if (request.Call == PenneoCall.List)
        {
            await http.Response.WriteAsJsonAsync(Subscriptions.Select(Json));
            return;
        }

        if (!_subscriptions.TryGetValue(long.Parse(request.Path.Split('/')[5], System.Globalization.CultureInfo.InvariantCulture), out var one))
            await Answers.Error(404, "There is no such subscription.")(http);
        else if (request.Call == PenneoCall.Delete)
            Remove(one.Id);
        else if (request.Call == PenneoCall.Test)
            await PostAsync(one.Endpoint, Samples.For(one.Topic));
        else if (one.Confirmed || JsonDocument.Parse(request.Body).RootElement.GetProperty("token").GetString() != one.Token)
            await Answers.Error(400, "The token is not valid.")(http);
        else
            Confirm(one.Id);
    }

    private async Task CreateAsync(HttpContext http, JsonElement wanted)
    {
        var made = Add(wanted.GetProperty("topic").GetString()!, wanted.GetProperty("endpoint").GetString()!, confirmed: false);
        if (Confirmation == ConfirmationMessage.BeforeTheAnswer)
            await SendConfirmationAsync(made);
        await http.Response.WriteAsJsonAsync(Json(made));
        await http.Response.CompleteAsync();
        if (Confirmation == ConfirmationMessage.AfterTheAnswer)
            await SendConfirmationAsync(made);
    }

    private static object Json(FakeSubscription x) => new { userId = 11, customerId = 22, confirmed = x.Confirmed, id = x.Id, topic = x.Topic, endpoint = x.Endpoint, created = "1535571567" };

    private static PenneoCall Call(HttpRequest request) => request.Path.StartsWithSegments(CurrentPath) ? CurrentCall(request) : (request.Method, request.Path.Value!.Split('/')[^1]) switch
    {
        ("GET", _) when request.Path.StartsWithSegments("/api/v3/casefiles") => PenneoCall.Casefile,
        ("GET", _) => PenneoCall.List,
        ("DELETE", _) => PenneoCall.Delete,
        (_, "confirm") => PenneoCall.Confirm,
        (_, "test") => PenneoCall.Test,
        _ => PenneoCall.Create,
    };
}
