using System.Net;
using System.Security.Claims;

namespace PenneoDashboard.Audit;

/// <summary>What kind of someone did it.</summary>
public enum ActorKind
{
    /// <summary>A person, signed in or not, and whoever calls while nobody has to say who it is.</summary>
    User,

    /// <summary>A program with an API token.</summary>
    Token,

    /// <summary>A program with the automation token of the configuration.</summary>
    Automation,

    /// <summary>The app by itself.</summary>
    System,
}

/// <summary>Who does something, and from where.</summary>
/// <param name="Name">Empty for nobody.</param>
/// <param name="Address">An IP address; null where there is none.</param>
public sealed record Actor(string Name, ActorKind Kind, string? Address)
{
    /// <summary>The claim that says the <see cref="ActorKind"/>, in any letter case; a user without it is a <see cref="ActorKind.User"/>.</summary>
    public const string KindClaim = "kind";

    public static Actor TheApp { get; } = new("", ActorKind.System, null);

    internal static Actor Of(ClaimsPrincipal? user, string? address) => user?.Identity is { IsAuthenticated: true } identity
        ? new Actor(identity.Name ?? "", Enum.TryParse<ActorKind>(user.FindFirst(KindClaim)?.Value, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : ActorKind.User, address)
        : new Actor("", ActorKind.User, address);

    /// <summary>An IPv4 address as such, also where the socket is one for both.</summary>
    internal static string? Text(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
}

/// <summary>Knows who is behind the work under way.</summary>
public interface IActorSource
{
    ValueTask<Actor> ReadAsync();
}
