using Microsoft.AspNetCore.Identity;

namespace PenneoDashboard.Security.Users;

/// <summary>Somebody who may sign in. <c>UserName</c> is what they type, often an e-mail address.</summary>
public sealed class User : IdentityUser<long>
{
    public Role Role { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }
}
