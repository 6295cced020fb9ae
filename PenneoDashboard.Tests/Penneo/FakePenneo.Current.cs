using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PenneoDashboard.Simulator;

namespace PenneoDashboard.Tests.Penneo;

/// <summary>A subscription of the current service as the fake account holds it.</summary>
internal sealed record FakeCurrentSubscription(string Id, string Endpoint, IReadOnlyList<string> EventTypes, bool IsActive, string Secret);

/// <summary>The current service.</summary>
internal sealed partial class FakePenneo
{
    public const string CurrentPath = "/webhook/api/v1/subscriptions";

    private readonly ConcurrentDictionary<string, FakeCurrentSubscription> _current = new();

    /// <summary>In the order of their endpoints.</summary>
    public IReadOnlyList<FakeCurrentSubscription> CurrentSubscriptions => [.. _current.Values.OrderBy(x => x.Endpoint, StringComparer.Ordinal)];

    /// <summary>False when only the answer to a creation holds the secret.</summary>
    public bool TellsSecrets { get; set; } = true;

    /// <summary>A subscription someone made without our app.</summary>
    public FakeCurrentSubscription AddCurrent(string endpoint, params string[] eventTypes)
    {
        var id = Guid.NewGuid().ToString();
        return _current[id] = new FakeCurrentSubscription(id, endpoint, eventTypes, true, Guid.NewGuid().ToString());
    }

    /// <summary>The time its signatures are made at.</summary>
    public Func<DateTimeOffset> Now { get; set; } = () => TimeProvider.System.GetUtcNow();

    /// <summary>What a test sends through a subscription: one event with this id, signed.</summary>
    public async Task<int> SendTestAsync(FakeCurrentSubscription subscription, string eventId)
    {
        var body = """{"eventType":"webhook.subscription.test","eventTime":{"date":"2026-11-24 13:03:22.000000","timezone_type":3,"timezone":"UTC"},"payload":{}}"""u8.ToArray();
        KeyValuePair<string, string>[] signed = [new("x-event-id", eventId), new("x-event-type", "webhook.subscription.test")];
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in signed)
            request.Headers.Add(name, value);
        request.Headers.TryAddWithoutValidation(PenneoSignature.HeaderName, PenneoSignature.Of(subscription.Secret, Now(), signed, body));
        using var answer = await _client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public void ChangeCurrent(string id, Func<FakeCurrentSubscription, FakeCurrentSubscription> change) => _current[id] = change(_current[id]);

    public void RemoveCurrent(string id) => _current.TryRemove(id, out _);

    private static PenneoCall CurrentCall(HttpRequest request) => (request.Method, request.Path.Value!.Length > CurrentPath.Length) switch
    {
        ("GET", false) => PenneoCall.CurrentList,
        ("GET", true) => PenneoCall.CurrentRead,
        ("POST", false) => PenneoCall.CurrentCreate,
        ("POST", true) => PenneoCall.CurrentTest,
        ("PUT", true) => PenneoCall.CurrentReplace,
        _ => PenneoCall.CurrentDelete,
    };

    private async Task BehaveCurrentAsync(HttpContext http, PenneoRequest request)
    {
        switch (request.Call)
        {
            case PenneoCall.CurrentList:
                await http.Response.WriteAsJsonAsync(new { items = CurrentSubscriptions.Select(x => Json(x, TellsSecrets)) });
                return;
            case PenneoCall.CurrentCreate:
                var wanted = JsonDocument.Parse(request.Body).RootElement;
                var made = Read(AddCurrent(""), wanted);
                _current[made.Id] = made;
                http.Response.StatusCode = 201;
                await http.Response.WriteAsJsonAsync(Json(made, withSecret: true));
                return;
            case PenneoCall.CurrentTest:
                http.Response.StatusCode = 204;
                return;
        }

        if (!_current.TryGetValue(request.Path.Split('/')[^1], out var one))
            await Answers.Error(404, "There is no such subscription.")(http);
        else if (request.Call == PenneoCall.CurrentRead)
            await http.Response.WriteAsJsonAsync(Json(one, TellsSecrets));
        else if (request.Call == PenneoCall.CurrentReplace)
            (_current[one.Id], http.Response.StatusCode) = (Read(one, JsonDocument.Parse(request.Body).RootElement), 204);
        else
            RemoveCurrent(one.Id);
    }

    // What is left out is cleared.
    private static FakeCurrentSubscription Read(FakeCurrentSubscription before, JsonElement wanted) => before with
    {
        Endpoint = wanted.TryGetProperty("endpoint", out var endpoint) ? endpoint.GetString()! : "",
        EventTypes = wanted.TryGetProperty("eventTypes", out var types) ? [.. types.EnumerateArray().Select(x => x.GetString()!)] : [],
        IsActive = wanted.TryGetProperty("isActive", out var active) && active.GetBoolean(),
    };

    private static Dictionary<string, object> Json(FakeCurrentSubscription x, bool withSecret)
    {
        var json = new Dictionary<string, object>
        {
            ["id"] = x.Id,
            ["customerId"] = 22,
            ["userId"] = 11,
            ["isActive"] = x.IsActive,
            ["eventTypes"] = x.EventTypes,
            ["endpoint"] = x.Endpoint,
        };
        if (withSecret)
            json["secret"] = x.Secret;
        return json;
    }
}
