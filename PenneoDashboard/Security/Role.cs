using System.Text.Json.Serialization;

namespace PenneoDashboard.Security;

/// <summary>What somebody may do. Each role may also do what those before it may.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>Sees casefiles, events and the state of subscriptions.</summary>
    Viewer = 1,

    /// <summary>Also tests and confirms subscriptions, takes rejected deliveries in, exports, and plays with the simulator.</summary>
    Operator = 2,

    /// <summary>Also makes and deletes subscriptions, and manages secrets, users and settings.</summary>
    Administrator = 3,
}

/// <summary>Roles as pages say them.</summary>
public static class RoleWords
{
    public static string Name(this Role role) => role switch
    {
        Role.Viewer => Say("Viewer"),
        Role.Operator => Say("Operator"),
        _ => Say("Administrator"),
    };

    public static string Explain(this Role role) => role switch
    {
        Role.Viewer => Say("Sees casefiles, events and the state of subscriptions."),
        Role.Operator => Say("Also tests and confirms subscriptions, takes rejected deliveries in, and exports."),
        _ => Say("Also makes and deletes subscriptions, and manages secrets, users and settings."),
    };
}
